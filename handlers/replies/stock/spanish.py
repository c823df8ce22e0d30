"""The Spanish of shopkeepers, most of it of Mexico, in the classes of `words`.

Pronouns that stand by themselves ("te las tengo") are dress, so that only verbs and the phrases that change them are
listed.
"""

SPANISH_WORDS = {
    "yes": """
        que_si sipi sip simon simona sisi si_si asi_es efectivamente afirmativo claro_que_si si_claro
        por_supuesto_que_si claro_que por_supuesto_que si_que
    """,
    "ok": """
        como_no claro con_gusto con_mucho_gusto por_supuesto desde_luego de_acuerdo perfecto listo_si vale dale
        orale andale ya_vas va_que_va sale_y_vale hecho trato_hecho seguro a_la_orden a_sus_ordenes
        para_servirle faltaba_mas obvio obviamente exacto cabal de_una esta_bien ta_bien muy_bien encantado
        encantada cuente_con_ello por_que_no cuenta_con_ello correcto ya_esta_listo confirmado confirmada
        confirmados confirmadas sin_falta
    """,
    "noworry": """
        no_hay_problema no_hay_ningun_problema sin_problema sin_problemas ningun_problema no_te_preocupes
        no_se_preocupe no_se_preocupen no_pasa_nada no_hay_de_que no_hay_cuidado descuida descuide no_hay_bronca
        sin_bronca sin_pena
    """,
    "no": """
        que_no nel nel_pastel nones nop para_nada que_va negativo fijate_que_no fijese_que_no no_creo no_lo_creo
        no_creo_que
    """,
    "neg": "sin tampoco ya_no aun_no todavia_no ni",
    "have": """
        hay ay tengo tenemos tiene tienen disponible disponibles si_hay si_tengo si_ay aqui_esta aqui_estan
        aca_estan aqui_las_tengo aqui_los_tengo aqui_lo_tengo aqui_la_tengo me_quedan me_queda nos_quedan
        nos_queda quedan queda quedo quedaron manejamos manejo manejas contamos_con cuento_con contamos traigo
        traemos encontre halle hallamos encontramos si_traigo en_existencia en_bodega en_tienda disponibilidad
        hay_disponibilidad
    """,
    "be": "esta estan son",
    "stock": """
        existencia existencias mercancia pieza piezas pza pzas pz unidad unidades prenda prendas tienda bodega
        mostrador anaquel aparador estante almacen inventario modelo local producto articulo articulos pares
    """,
    "gone": """
        vender venderla venderlas venderlo venderlos vendiendo se_acaba agotado agotada agotados agotadas
        agotadisimo se_acabo se_acabaron se_agoto se_agotaron se_termino se_terminaron acabado acabada acabo
        acabaron termino terminaron agoto agotaron vendido vendida vendidos vendidas se_vendio se_vendieron
        se_vende vendi vendimos vendieron sin_stock sin_existencia sin_existencias descontinuado descontinuada
        descontinuados descontinuadas se_fue se_fueron se_me_fue se_me_fueron se_nos_fue se_nos_fueron volo
        volaron se_llevaron se_lo_llevaron se_la_llevaron se_las_llevaron se_los_llevaron se_llevo se_la_llevo
        se_las_llevo se_lo_llevo se_los_llevo me_las_compraron me_la_compraron compraron no_hay no_ay no_tengo
        no_tenemos no_me_queda no_queda ya_no_me_queda dejaron_de dejamos_de se_la_acaban_de_llevar
        se_las_acaban_de_llevar se_lo_acaban_de_llevar acaban_de_llevarse acaban_de_llevarsela
        me_la_acaban_de_comprar acaban_de_comprar
    """,
    "none": "ninguno ninguna ningun ni_una ni_uno ni_una_sola ni_uno_solo nada_de_nada ni_madres cero_piezas",
    "only": """
        solo solamente nomas nada_mas unicamente tan_solo unico unica sola a_lo_mucho cuando_mucho maximo
        no_mas_que
    """,
    "left": "sobra sobran sobro sobraron restante restantes resta restan",
    "last": "ultimo ultima ultimos ultimas ultimito ultimita",
    "send": """
        mando mandamos mande mandale te_los_mando te_las_mando te_lo_mando te_la_mando los_mando las_mando
        lo_mando la_mando envio enviamos te_los_envio aparto apartamos te_lo_aparto te_los_aparto las_aparto
        los_aparto apartado apartada apartados apartadas aparte se_lo_mando guardo guardamos guardado guardada
        guardados guardadas guarde empaco empacamos empacado empacada empacados empacadas empaquetado
        empaquetada empaquetados empaquetadas preparo preparamos embolsado embolsada embolsados embolsadas bolsa
        bolsita paquete surto surtimos doy damos dar puedo_dar puedo_darte puedo_darle puedo_ofrecer ofrezco
        puedo_mandar puedo_surtir puedo_enviar dejo dejamos dejarte dejarle darte darle llevo reservo separe
        separo separamos separado separada separados separadas junto juntar alcanzo_a_juntar puedo_juntar
        le_junto te_junto le_alcanzo te_alcanzo
    """,
    "ready": "listo lista listos listas preparado preparada preparados preparadas",
    "future": """
        llega llegan llegara llegaran llegaria llegarian llegando llegue lleguen surten surte surtiran surtira resurten
        resurto resurtimos resurtir traen trae traere traeran consigo conseguimos consigue conseguir conseguirte
        conseguirle conseguirlas conseguirlos pido pedimos encargo encargamos viene vienen entra entran entrara recibo
        recibimos recibire tendre tendremos tendria tendriamos tendra habra estara estaran estarian va_a_haber
        va_a_llegar van_a_llegar van_a_traer va_a_traer vuelve_a_haber vuelvo_a_tener volvemos_a_tener
    """,
    "come": """
        pase pasa pasen pasar pasas pase_por pasa_por recoge recoger recoja recojan recojala recojalas recojalo
        recojalos vengan venga ven venir puede_pasar puedes_pasar pasele pasale lleveselas llevesela lleveselos
        lleveselo llevatelas llevatela lleve la_esperamos lo_esperamos los_esperamos las_esperamos la_espero
        lo_espero los_espero te_espero le_espero te_esperamos aqui_te_espero vente vengase venganse
    """,
    "all": """
        todo todos toda todas las_dos los_dos ambas ambos las_tres los_tres todititas toditas toditos completo completa
        completos completas enteras
    """,
    "rest": "demas los_demas las_demas lo_demas resto",
    "except": "menos excepto salvo",
    "plenty": """
        bastante bastantes suficiente suficientes muchos muchas de_sobra hartas hartos un_buen un_chorro
        un_monton
    """,
    "little": "algunas algunos unas_cuantas unos_cuantos pocos pocas poquitas poquitos",
    "flaw": """
        roto rota rotos rotas manchado manchada manchados manchadas mancha manchas manchita danado danada
        danados danadas dano defecto defectos defectuoso defectuosa defectuosos defectuosas descosido descosida
        descosidos descosidas rasgado rasgada rasgados rasgadas maltratado maltratada maltratados maltratadas
        agujero hoyo hoyito jalon decolorado decolorada percudida percudido usada usado mal_estado de_exhibicion
        muestra detalle detallito fea feo
    """,
    "offer": "sirve te_sirve le_sirve te_late",
    "similar": """
        parecido parecida parecidos otro_color otro_modelo otra_talla otro_diseno similares otro_estilo
        otra_tela otra_marca otro_tipo diferente_modelo diferente_color diferente_diseno
    """,
    "another": "otra otro",
    "was": "tenia tenian teniamos habia hubo tuve tuvimos estaba estaban",
    "each": """
        cada cada_uno cada_una c/u cu cada_pieza por_pieza la_pieza por_prenda la_unidad el_par por_unidad
        la_prenda
    """,
    "price": """
        precio precios cuesta cuestan costo costaria cuestas vale_a salen_en sale_en salen_a sale_a sale_por
        salen_por quedan_en queda_en quedan_a queda_a quedaria_en serian serian_a vale_en valen cobro cobramos
        precio_fijo ultimo_precio el_ultimo_precio precio_final subio subieron aumento precio_de_lista
        se_la_dejo_en te_la_dejo_en te_las_dejo_en se_las_dejo_en se_lo_dejo_en te_lo_dejo_en te_los_dejo_en
        dejo_en le_sale te_sale le_salen te_salen le_quedan_en te_quedan_en
    """,
    "rupee": "peso pesos pesitos varos euro euros mxn",
    "of": "de_esas de_esos de_estas de_estos",
    "now": """
        ahora ahorita orita horita ahora_mismo hoy de_momento por_el_momento por_ahora hoy_mismo hoy_en_dia
        actualmente
    """,
    "past": "ayer anoche anteayer antier esta_manana hace_rato hace_un_rato hace_poco la_semana_pasada hace_una_hora",
    "unsure": """
        quizas quiza tal_vez no_se no_lo_se creo_que_si creo creo_que puede_ser depende supongo parece
        parece_que a_lo_mejor igual_y segun_yo no_estoy_seguro no_estoy_segura no_estoy_muy_seguro capaz_que
        quien_sabe sabe_si si_acaso ojala ojala_que yo_creo no_recuerdo no_me_acuerdo intento probablemente
        posiblemente esta_apartada esta_apartado estan_apartadas estan_apartados ya_apartada ya_apartadas
        esta_reservada estan_reservadas esta_reservado estan_reservados un_par un_parcito para_otro_cliente
        para_otra_clienta para_otra_persona para_alguien para_alguien_mas de_otro_cliente si_me_llega
        si_me_llegan si_llega si_llegan si_consigo si_encuentro si_hay_te_aviso si_hay_le_aviso
        si_tengo_te_aviso
    """,
    "wait": """
        digame espera espere esperame espereme esperen dejame dejeme deja_reviso deje_reviso reviso revisamos
        reviso_y dejame_ver dejeme_ver deja_ver deje_ver dejame_revisar dejeme_revisar dejame_checar
        dejeme_checar dejame_buscar checo checar revisar buscar busco deja_checo te_aviso le_aviso te_digo
        le_digo te_confirmo le_confirmo aviso confirmo un_momento un_momentito momentito un_segundo un_minuto
        un_minutito momento luego luego_te_digo ahorita_te_digo ahorita_le_digo ahorita_veo veo voy_a_ver
        voy_a_revisar voy_a_checar voy_a_buscar voy_a_preguntar pregunto preguntar te_marco le_marco te_llamo
        le_llamo te_dejo_saber le_dejo_saber permitame permiteme permita aguanta aguanteme aguantame dame_chance
        deme_chance dame_un_segundo deme_un_segundo dame_un_minuto deme_un_minuto dame_tantito tantito
        al_rato_te_digo a_ver en_cuanto_pueda chequeo verifico verificar deja_verifico investigo te_paso_el_dato
        mas_tarde_te_digo estoy_ocupado estoy_ocupada
    """,
    "away": """
        estoy_fuera cerrado no_estoy ando_fuera no_ando ya_cerre ya_cerramos estamos_cerrados de_vacaciones
        no_he_abierto no_hemos_abierto todavia_no_abro aun_no_abro
    """,
    "asking": """
        que_color que_colores que_talla que_tallas que_modelo que_precio que_dia que_hora de_que cual cuales
        cuando donde quien quienes cuanto cuanta cuantos cuantas como por_que para_cuando para_que
    """,
    "asks_first": "que y_que me_mandas me_manda me_puedes me_puede puedes puede_ser_otro quieres quiere ocupas ocupa",
    "contrast": "pero sino aunque",
    "and": "tambien ademas",
    "undo": "me_equivoque equivoque deshacer error_mio cancela cancelar fue_un_error me_confundi",
    "wrong": "numero_equivocado",
    "who": """
        quien_habla quien_me_habla quien_eres quien_es_usted quien_es quien_escribe de_parte_de_quien con_quien_hablo
        con_quien_tengo_el_gusto de_donde_hablan de_donde_me_hablan
    """,
    "call": "llamame llameme marcame marqueme llamada",
    "topic": """
        foto fotos fotito pago pagos cliente clienta clientes comision entrega pedido_anterior factura anticipo
        deposito transferencia
    """,
    "size_word": "talla tallas",
    "order_word": "pedido pedidos orden ordenes",
    "want": """
        necesita necesitas necesitan ocupa_usted buscas busca necesitaba quieren
    """,
    "thanks": "gracias muchas_gracias mil_gracias",
    "lead": "dentro hasta despues antes para_el para_la el_dia a_partir",
    "vague": """
        proxima_semana la_proxima_semana la_semana_que_viene la_otra_semana el_proximo_mes pronto al_rato
        mas_tarde en_un_rato en_un_ratito entre_semana el_fin_de_semana la_semana_entrante el_mes_que_viene
        el_otro_mes un_par_de_horas un_par_de_dias
    """,
    "deed": "ya_cheque ya_revise ya_busque busque revise vi ya_vi viste miraste cheque_bien",
    "dress": """
        fijese_que fijate_que mire_que mira_que ya_que las_que los_que la_que el_que senor senora senorita jefe
        jefa amigo amiga amiguita amiguito hola buenos buenas buen_dia buenos_dias buenas_tardes buenas_noches
        por_favor favor porfa porfavor porfis lo los la las le les el te se se_lo se_la es este esto eso esos
        esa ese esas estas estos aquel mi mis tu tus su sus con todavia aun lo_siento una_disculpa disculpe
        disculpa disculpen perdon perdone perdona una_pena que_pena fijate fijese mira mire miren oye oiga oigan
        pues pos bueno buena es_que lo_que joven guero guera guerito guerita patron patrona compa compadre
        carnal mano manito hermano hermana primo prima wey guey don dona vecino vecina marchante marchantita
        profe lic inge licenciado maestro parcero parce pana chamo mijo mija corazon reina rey mi_amor mi_reina
        mi_rey estimado estimada querida querido linda bonita chula aqui aca alli ahi alla uy hijole ay_no ay_si
        chin caray mejor mismo misma mismos mismas justo justamente acabo_de acabamos_de recien ya_mero aprox
        aproximadamente usted ustedes nosotros yo ti para_ti para_usted para_ustedes para_su para_tu por_ellas
        por_ella por_ellos cuando_guste cuando_gustes cuando_gusten cuando_quiera cuando_quieras cuando_pueda
        cuando_puedas
        cuando_desee gusta guste gustes gustas por_aqui en_la_tienda en_el_local atras arriba abajo vitrina
        del_lado enfrente nuevas nuevos nueva nuevo nuevecitas ellas ellos ella al puedo podemos puede quisiera
        ser seria voy vamos va muy ahi_mero tranquilo tranquila entonces ese_modelo esa_talla este_modelo
        esta_talla ya_sabe ya_sabes siempre hace rato desde color del mero_mero igual tal favor_de cuente
        contigo ver cuidado hubiera exacta exactas exactos tuya tuyas tuyo suya suyas suyo que_necesita
        que_necesitas que_pidio que_pidieron que_pide que_quiere que_busca que_buscas mucho muchisimo mucha
        lo_siento_mucho grande chica chico mediana mediano grandes chicas chicos le_confirmo_que te_confirmo_que
        confirmo_que les_confirmo_que esperandola esperandolas esperandolo esperandolos esperando
    """,
    "clock": "de_la_tarde de_la_manana de_la_noche",
    "or": "o_sin o_con",
}  # fmt: skip
