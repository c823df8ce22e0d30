"""The words of what customers write about: orders, sizes, money, faults, people. An underscore joins a phrase."""

TOPIC_WORDS = {
    "cancel": """
        cancel cancelled_please cancell cancle cansel cancelar cancela cancelen cancelem anular annuler
        annulez annule radd रद्द कैंसल कैंसिल stop_my stop_the abort call_off
    """,
    "order": """
        order orders ordr purchase pedido pedidos compra orden ordem encomenda commande achat ऑर्डर आर्डर
    """,
    "parcel": """
        package parcel pkg delivery shipment shipping stuff things item items product products paquete envio
        pacote entrega colis livraison paket saman samaan सामान पैकेज पार्सल डिलीवरी courier cosa cosas
        produto producto produit clothes dress shirt shirts shoes kapda kapde
    """,
    "money": """
        money paisa paise payment dinero plata dinheiro argent पैसा पैसे rupees rupaye amount
    """,
    "back": """
        back wapas vapas waapas wapis de_vuelta de_volta वापस devuelvan devuelve devolver devolve
        devuelvanme devolvam rendez return
    """,
    "refund": """
        refund refunded refunds reimburse reimbursement reembolso reembolsar reembolsen reintegro
        devolucion_de_dinero rembourser remboursement remboursez estorno रिफंड chargeback money_back
    """,
    "human": """
        human person agent representative rep real_person live_person someone somebody manager supervisor
        operator staff humano humana persona agente asesor asesora alguien operador operadora atendente
        pessoa alguem humain personne conseiller quelqu_un insaan insan aadmi kisi इंसान किसी owner
        customer_service customer_support customer_care support_team quelquun support
    """,
    "talk": """
        talk speak chat connect transfer hablar hablo comunicarme contactar falar parler joindre baat बात
        call_with escalate call_me llamenme me_liguem appelez_moi get_me put_me_through
    """,
    "size": "size sizes sz talla tallas tamano taille tamanho numero_mas साइज saiz",
    "small": """
        small tight short chhota chota tang pequeno pequena apretado apretada chico chica petit petite
        apertado छोटा too_small
    """,
    "big": """
        big large loose long bada bara grande suelto grand large_ largo बड़ा too_big bigger larger
    """,
    "letter_size": "xs xl xxl xxxl 2xl 3xl 4xl medium mediano",
    "swap": """
        swap change exchange replace switch instead badal badlo badalna badlna badli cambiar cambio
        cambiarlo cambien cambia trocar troca changer echanger echange बदल बदलो बदलना en_vez rather_than
        modify edit different update correct
    """,
    "give": """
        need want send give get quiero necesito manda manden chahiye do bhejo bhejna de_do quero veux i_want
        id_like bada_do चाहिए दो भेजो make_it
    """,
    "colour": """
        red blue green black white yellow pink grey gray brown purple orange navy beige rojo roja azul verde
        negro negra blanco blanca amarillo rosa gris vermelho preto branco rouge bleu vert noir blanc lal
        laal neela hara kala safed peela लाल नीला हरा काला सफेद color colour
    """,
    "add": "add remove agregar anadir quitar adicionar ajouter retirer jodo hatao hata",
    "address": "address direccion endereco adresse pata पता",
    "fault": """
        damaged damage broken broke defective defect faulty torn ripped tear stained dirty scratched cracked
        leaking stopped_working not_working doesnt_work does_not_work wont_work stopped_charging
        poor_quality bad_quality cheap_quality terrible horrible awful worst fake ruined faded shrunk
        missing incomplete smells hole holes fell_apart falling_apart disappointed unhappy roto rota rotos
        danado danada defectuoso defectuosa manchado mal_estado no_funciona pesimo pesima mala_calidad
        incompleto falta kharab khrab phata fata tuta toota tuti damage_hai ganda nakli खराब फटा टूटा गंदा
        नकली quebrado quebrada defeito estragado rasgado nao_funciona casse cassee abime abimee defectueux
        dechire ne_marche_pas ne_fonctionne_pas scam cheated rude unacceptable
    """,
    "wrong": """
        wrong different_item incorrect equivocado equivocada incorrecto galat गलत errado errada mauvais
        mauvaise not_what_i_ordered
    """,
    "got": """
        got received receive came arrived sent delivered recibi llego llegaron mila mili aaya aya nikla
        bheja bhej_diya chegou recebi veio recu मिला आया निकला भेजा shows mil_gaya mil_gya mil_gayi aa_gaya
        pahunch_gaya मिल_गया मिल_गयी आ_गया पहुंच_गया
    """,
    "where": "where wheres where_is donde onde ou kahan kaha kidhar कहां कहाँ",
    "when": """
        when whens when_will kab kab_tak cuando quando quand कब कब_तक eta how_long how_soon how_much_longer
    """,
    "arrive": """
        arrive arriving come coming reach deliver get_here ship shipped shipping_date dispatched sent_out
        llega llegara llegan llegar salio aayega ayega aaega aayegi ayegi ayga pahuchega milega milegi
        chegar chega chegara saiu arrivera आएगा आएगी मिलेगा पहुंचेगा पहुँचेगा show_up be_delivered enviado
        enviaron expedie expediee
    """,
    "track": """
        track tracking trackin status rastrear rastreo seguimiento rastreio suivi suivre estado_de
        tracking_no tracking_number स्टेटस ट्रैक ट्रैकिंग any_update any_updates update_on updates_on
        on_the_way on_its_way en_camino out_for_delivery raste_me a_caminho en_route
    """,
    "not_here": """
        still_nothing nothing_yet not_received havent_received have_not_received hasnt_arrived
        has_not_arrived hasnt_come not_arrived not_delivered didnt_arrive did_not_arrive never_arrived
        never_came havent_got havent_gotten didnt_get did_not_get didnt_receive still_waiting still_havent
        yet_to_receive not_here not_come_yet no_ha_llegado no_llego no_me_llego no_me_ha_llegado
        aun_no_llega todavia_no_llega no_recibi nada_todavia nahi_mila nhi_mila nahi_aaya nhi_aaya nahi_aya
        nahi_pahucha abhi_tak_nahi नहीं_मिला नहीं_आया नहीं_पहुंचा nao_chegou nao_recebi pas_recu pas_arrive
        pas_encore_recu ainda_nao_chegou late delayed taking_so_long its_been want_my_order i_want_my_order
        i_want_my_package
    """,
    "later": """
        later not_now not_right_now remind remind_me another_time some_other_time busy at_work in_a_meeting
        driving maybe_later ill_think_about_it let_me_think after_payday payday next_paycheck not_today
        not_yet baad_me baad_mein bad_me baad बाद_में अभी_नहीं yaad_dilana yaad_dila yaad_karana याद_दिलाना
        abhi_nahi salary_aane salary luego mas_tarde despues ahora_no ahorita_no ahorita otro_dia recuerdame
        recuerdenme recordarme mais_tarde depois agora_nao me_lembre me_lembra plus_tard pas_maintenant
        rappelez_moi rappelle_moi snooze in_a_bit give_me_time ping_me msg_me text_me message_me
        remind_me_later ask_me_again will_see dekhte_hain sochta_hu sochti_hu lo_pienso lo_voy_a_pensar
    """,
    # Said on leaving; they put nothing off.
    "goodbye": """
        see_you_later see_ya_later see_u_later cya_later catch_you_later talk_to_you_later talk_later
        speak_later later_dude later_loser hasta_luego hasta_la_vista nos_vemos a_plus_tard ate_mais_tarde ate_logo
        phir_milte baad_mein_milte
    """,
    "thanks": """
        thanks thank thank_you thankyou thx thnx thnks thanx tnx ty tysm tks cheers appreciated
        appreciate_it much_obliged gracias muchas_gracias mil_gracias obrigado obrigada valeu merci
        dhanyawad dhanyavad shukriya धन्यवाद शुक्रिया थैंक्स थैंक्यू 🙏 ❤ 🥰 😊
    """,
    "kind": """
        so very much a_lot lots again you u sir maam bro bhai ji bahut very_very for_the_help for_your_help
        help for your the all ok okay great good perfect love it and y e et muito beaucoup many mil por todo
        ok_then cool awesome nice aapka team guys dear from_me to in_advance received_it it_arrived
        beforehand welcome_back really जी बहुत आपका please pls plz porfa bhaiya didi भाई भैया
    """,
    "greet": """
        hi hii hiii hello helo hellow hey heya heyy hola buenas buenos_dias buenas_tardes buenas_noches namaste namaskar
        pranam salaam salam salaam_alaikum assalamualaikum sat_sri_akal ram_ram good_morning good_afternoon good_evening
        नमस्ते नमस्कार प्रणाम हेलो हैलो हाय bonjour ola oi
    """,
    # What was called off already.
    "done": """
        cancelled canceled cancelado kiya kiya_tha kar_diya kardiya ho_gaya hogaya ho_chuka gaya tha was किया गया था
    """,
    "asking": """
        what whats which who how why can could do_you does did is are will would should may kya kaun kaise
        kyu kyun kitna kitne konsa kaunsa karu क्या कौन कैसे क्यों कितना कितने que cual como quien cuanto
        cuantos cuanta hay tienen tiene puedo pueden aceptan hacen qual quem quanto posso voces_tem tem quel
        quelle combien est_ce puis avez acceptez any is_there where_can tell_me
    """,
    "shop_talk": """
        discount discounts coupon code offer sale price cost stock available material cotton cod
        cash_on_delivery emi warranty guarantee return_policy policy hours open store payment_method pay upi
        descuento precio oferta envio_gratis desconto preco remise prix chhoot daam keemat छूट दाम कीमत
        colours_available
    """,
    "no_want": "not dont nahi nhi no nao pas mat नहीं मत na never didnt",
    "out": """
        out_of_office out_of_the_office ooo_until automatic_reply auto_reply autoreply automated_message
        automated_response auto_response auto_responder automatic_response away_from_my_phone
        away_from_my_desk im_driving_right_now i_am_driving_right_now im_driving_and
        thank_you_for_contacting thanks_for_contacting thank_you_for_reaching_out thanks_for_reaching_out
        thank_you_for_your_message thanks_for_your_message thank_you_for_texting thanks_for_texting
        thank_you_for_calling we_have_received_your_message we_received_your_message we_will_get_back_to_you
        well_get_back_to_you i_will_get_back_to_you_as_soon_as this_number_is_not_monitored
        this_mailbox_is_not_monitored this_inbox_is_not_monitored is_not_monitored not_monitored
        our_business_hours_are our_office_hours_are currently_closed sent_from_my_car
        do_not_disturb_while_driving fuera_de_la_oficina respuesta_automatica mensaje_automatico
        gracias_por_contactarnos gracias_por_comunicarte gracias_por_comunicarse gracias_por_tu_mensaje
        gracias_por_su_mensaje gracias_por_escribirnos resposta_automatica mensagem_automatica
        fora_do_escritorio obrigado_por_entrar_em_contato absent_du_bureau reponse_automatique
        message_automatique absence_du_bureau swachalit स्वचालित i_am_a_bot im_an_automated
        i_am_an_automated
    """,
    "join": "join joined unirme unirse rejoindre participar",
    "bought": """
        bought purchased ordered_it ordered_one compre comprei achete kharid_liya kharida le_liya ले_लिया
        got_one have_one
    """,
    "already": """
        already elsewhere somewhere_else another_store other_store ya ja deja pehle_hi pehle_se amazon
        in_store
    """,
    "dear": """
        too_much too_expensive expensive cheaper my_budget budget cant_afford cannot_afford caro cara mehnga
        mehenga cher chere pricey costly महंगा already_got already_have already_own
    """,
}
