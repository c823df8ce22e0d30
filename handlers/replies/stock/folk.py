"""Regional, slang and formal words of shops in the classes of `words`: Rajasthan, Punjab, Haryana, Bihar, Mumbai,
the young, and those who write letters."""

FOLK_WORDS = {
    "yes": """
        yh yhh yeh_boss uh_huh mhm mmhm
        you_bet you_betcha   got_you_covered gotcha_covered weve_got_you ive_got_you covered
        for_sure hell_yes totally_yes yes_indeed indeed_yes yessiree yuppers affirm certainly_yes hanjii
        han_bhai jee_bilkul ji_bilkul bilkul_ji हांजी हाजी हां_भई हाओ हओ hao_ji hau हऊ ह haan_re haan_ga hanga
        hambe हांबे ho_ji हो_जी aaho aho ahoji aaho_ji आहो hau_ji हौ haanv हव haav hove hoy_ji a_huevo ahuevo
        en_efecto efectivamente_si asi_mero asi_es_si simon_que_si afirma afirmo eso_si eso_mero claro_que_yes
        sipirili  de_que_si ya_te_la_sabes si_pues si_po obvio_que_si sin_duda por_supuestisimo
        por_su_pollo clarines clarin ji_ha_bilkul ji_sirji जी_बिल्कुल जी_हुकुम जी_हुजूर haan_na हां_ना हां_न
        हां_भाई ek_number got_em we_got_you
    """,
    "ok": """
        no_prob_done done_deal say_less bet consider_done its_a_deal all_good all_set good_good sorted_boss
        sure_sure ok_ok_done on_it jugaad_ho_jayega ho_jasi hojasi ho_jaasi ho_jagya hoi_jai ho_jai hoi_jayi
        ho_javega hojauga hojuga ho_juga ho_jayga ho_jaiga ho_jayenga hojayenga hojaenge ho_jayengi kar_dunga_ji
        kr_dunga krdunga kar_dungi ho_jaunga kar_doonga kari_denge kar_deb karenge kar_lenge kar_lunga sahi_baat
        barabar barobar चोखा chokha chokho thike thikhai theekhai theekh thik_ba ठीक_बा changa ਠੀਕ vadiya
        badhiya badiya बढ़िया mast bindaas bindass jhakaas jhakas pucca va_va ya_estas ya_quedo ya_rugiste
        sobres fuga_si cuenta_con_eso con_todo_gusto sin_falla delo_por_hecho dalo_por_hecho a_sus_ordenes_jefe
        arre_va
    """,
    "no": """
        nuh_uh nuh_huh
        nah_fam nah_bro no_pe nop_nop no_dice no_luck not_happening sorry_no afraid_not unfortunately_not
        we_regret regret_to_inform_you_that regret_to_inform_that regret_to_inform regret_to_inform_you
        we_regret_to_inform_you koni konya kona kोni कोनी कोन्या कोणी koni_sa kondi कोनि na_ji naji ना_जी naiji
        nai_ji nahi_re nahi_na_re nako नको nahiye nahi_ba naikhe nai_khe नइखे naikhe_ba नाहीं naahi naahin
        naa_ji naa_bhai nahi_ga nai_ga nahi_hega nahi_haiga kithe nahin_ji_nahin chhe_nahi chhe_nai nathi नथी
        ikko_nahi nelson nel_carnal nelazo negas nambe nombre_no nomre que_va_a_ser ni_modo ni_hablar_no
        para_que_te_miento
    """,
    "neg": """
        koni_hai कोनी_है कोनी_सा nahi_hai_ji isnt_any aint_got dont_got havent_any havent_got hasnt_got have_not
        has_not had_not could_not would_not wouldnt shouldnt are_no_longer is_no_longer
        havn't hvnt hasnot havenot dosent dosnot doesnot donot isnot wasnot cudnt unable
        unable_to ना_है नहीं_ही नही_ही नाय नायं नाहि नाही naay nahin_na nahi_e nahio ni_hai ni_h nhi_re nai_re
        nahinji
    """,
    "none": """
        not_one_piece not_a_single_one not_a_single_piece zilch nada_nada nadie nothing_left nothing_remaining
        none_left zero_left zero_pieces zero_pcs zero_piece zero_balance koi_bhi_ni kuchh_nhi kuch_ni ek_bi_ni
        ek_bhi_ni ek_bhi_koni इक_वी_नहीं ikk_vi_nahi ik_vi_nahi ik_vi_nai kuj_nahi kuch_nai kuchbhi_nahi
        ni_uno_joven ni_una_joven ya_nada nadita
    """,
    "have": """
        baa
        can_offer we_can_offer able_to_offer able_to_supply can_spare can_fulfil can_fulfill fulfil fulfill
        carry stocking stocked stocked_up well_stocked in_the_store in_store at_store at_the_store at_the_shop
        at_shop on_the_rack on_the_shelf on_hand at_hand on_display_available ready_stock ready_in_stock instore
        is_in_stock are_in_stock got_plenty got_some got_them got_both gottem found_them found_it found_both
        located थाहरे मिल_जासी mil_jasi miljasi mil_jaasi mil_jya mil_jayenga mil_jaenga miljayenga mil_jayengi
        mil_javega mil_jauga mil_juga mil_jauga_ji mil_jai mil_jaayi mil_jayi milabe milbe mil_jaibe mil_jaye_ga
        mil_jaye_gi miljaye_ga milsi मिलसी mil_jaiga mil_jangi mil_jange mil_jaange mil_jugi mil_juge
        mil_jaavega mil_jainge मिल_जाई मिल_जाही मिली_जाई मिल_जावेगा मिल_जागा मिल_ज्यागा mil_jyaga mil_jyagi
        mil_jyage मिला मिले मिली मिल_जाऊगा मिल_जांगे haiga hai_ga हैगा है_गा haige hai_ge haigi hai_gi hega hegi
        hege hain_ge hainge haga हैगे हैगी hai_si peya piya paya_hai pya_hai pye_ne paye_ne pade_ne pade_ae
        pade_hain_ji pade_haige piye_ne pae_ne padya padyo पड़्यो पड़ी_है पड़े_छे padya_hai padyo_hai rakhyo
        rakhyo_hai राख्यो रख्यो dharyo dhare_hai धरे धरा धरी dhara_hai dhari_hai dharo_hai dhare है_छे chhe छे
        che_ji chhe_ji छै chhai hoichhe aahe ahe आहे ahet आहेत aahet asa_hai hove_hai ba बा  bate बाटे
        बाड़े ho_gi nikli nikle nikale nikla_hai nikle_hai nikal_aaya nikal_aaye nikal_aayi निकला निकले निकली
        निकल_आया निकल_आए मिल_गए mil_gae mil_gye milgaya milgya mil_gyi mile_hai mila_hai aa_gaya aa_gaye aa_gayi
        aagaya aagya aa_gya aagaye आ_गया आ_गए आ_गई pahunch_gaya available_hain available_hai_ji मौजूद_है
        तैयार_है उपलब्ध_है उपलब्ध_हैं उपलब्ध_रहेगा अवेलेबल_है अवेलेबल_हैं स्टॉक_में_है hazir_hai haajir
        haajir_hai haazir_hai हाज़िर_है disponemos dispongo disponemos_de dispongo_de cuento tenga_usted
        si_manejo ahi_tengo aca_tengo ando_teniendo me_sobran si_la_tengo si_las_tengo si_lo_tengo si_los_tengo
        las_tengo la_tengo lo_tengo los_tengo ahi_hay ahi_esta ahi_estan se_encuentra se_encuentran
        se_encuentra_disponible en_stock en_almacen en_existencias tenemos_existencias contamos_con_existencias
        hay_de_sobra si_habemos
    """,
    "gone": """
        ran_out_of     cleaned_out wiped_out snapped_up bought_up sold_them_all
        no_more_left none_in_stock no_more_coming not_coming_anymore not_coming_any_more no_longer_coming
        no_longer_available no_longer_in_stock no_longer_stocked stopped_stocking_it stopped_carrying dont_carry
        do_not_carry havent_carried not_carrying dont_stock do_not_stock not_stocked not_stocking not_keeping
        dont_keep presently_unavailable currently_unavailable temporarily_unavailable unavailable_at_present
        exhausted_stock depleted stock_exhausted stock_over stock_finished gaya_wo gaya_woh gaya_vo gaye_wo
        gayi_wo gaya_bhai gaya_bro gaya_sir gaya_yaar gaye_bhai gaya_ji nipat nipat_gya nipat_gyo nipat_liya
        sapad_gaya sampla sampala संपला संपले sampale khatam_hua khatam_hue khallas_ho_gaya khalas
        khalas_ho_gaya khatam_ho_gyo khatam_hogyo khatam_ho_gaya_sa bik_gyo bikgyo bik_giya bik_gya_ji
        bik_gaya_ji bikyo बिक_ग्यो बिकग्यो बिक_ग्या बिकगे बिक_गइल bika_gail bik_gail mukk_gaya muk_gaya mukk_gya
        muk_gya mukgya mukgaya मुक_गया mukk_gaye muk_gaye muk_gye khatam_ba khatam_ho_gail khatam_ho_gaiya
        vik_gaya vik_gya vik_gaye vik_gye विक_गया ud_gaya ud_gaye nikal_gyo nikal_liya nikal_liye nikal_chuka
        nikal_chuke jaa_chuka le_ja_chuke khatam_kabka kab_ka_gaya kab_ke_gaye kab_ka_nikal_gaya kab_ka_bik_gaya
        kab_ka_khatam kab_ke_nikal_gaye kab_ke_bik_gaye कब_का_बिक_गया कब_का_निकल_गया समाप्त_हो_गया अनुपलब्ध
        anupalabdh
        anuplabdh स्टॉक_समाप्त खत्म_है खत्म_हो_चुका volaron_todas arrasaron se_arrasaron se_me_acabo
        se_me_acabaron se_nos_acabo se_nos_acabaron no_disponemos no_dispongo no_contamos no_contamos_con
        no_manejamos no_manejo no_se_encuentra_disponible no_se_encuentran_disponibles no_disponible
        no_disponibles fuera_de_stock fuera_de_existencia fuera_de_catalogo se_nos_agoto se_nos_agotaron
        se_me_agoto se_me_agotaron ya_fue ya_valio valio_madre chafeo cero_stock ya_volo ya_volaron
        se_terminaron_todas no_hay_existencias no_hay_existencia no_tenemos_existencias no_tenemos_disponible
        no_tenemos_disponibles lamentamos_informar lamentamos_informarle
    """,
    "left": """
        bachyo bachya bachyo_hai bachi_hai bache_hai बच्यो बच्या बच्यो_है bachil बाचल bachal reh_gya reh_gye
        reh_gyi reh_gya_hai reh_giya rah_gaya rah_gaye rah_gayi rah_gya rhgya rehgya rehgaya रह_गई रह_ग्यो
        reh_gyo rah_gyo रिया_है bach_gaya bach_gaye bach_gayi bach_gya बच_गया बच_गए बच_गई remaining_with_me
        lying_left leftover left_over me_sobra
    """,
    "only": """
          nomas_que no_mas nadamas nada_mas_que tan_solo_eso unicamente_eso fakta flat_only matra
        मात्र
    """,
    "send": """
        pack_kar_diye pack_kar_diya pack_kar_di pack_kr_diya pack_krdiya pack_krwa_du pack_karwa_du pack_krwa_dun
        pack_karwa_dun pack_karwa_dunga pack_krwa_dunga gin_ke_rakh_diye gin_kar_rakh_diye gin_ke_rakhe
        gin_ke_rakh_diya pack_karke pack_karwa_diya
        pack_kar_dunga pack_kar_denge packed_it packed_both packed_them pack_it pack_both will_pack shall_pack
        shall_send shall_supply shall_deliver shall_dispatch rakh_chhoda rakh_chhode rakh_chhodi rakh_chhodunga
        rakhwa_diya rakhwa_diye rakhwa_dunga rakhva_diya rakh_di_hai bhijwa_rha bhijva_raha bhej_rha_hu
        bhej_rha_hun bhejwa_dunga bhejva_dunga bhijva_dunga nikaal_diye nikal_diye nikalva_diya nikaal_ke_rakha
        nikal_ke_rakha nikal_kar_rakha kadh_ditta kadh_dita de_dyunga de_dyu de_dunga_ji dede_jyunga de_dyenge
        dedyunga de_jaunga de_deb de_dem dila_dunga dila_denge dilwa_dunga pahuncha_denge pahuncha_deta
        pahucha_deta despacho despachamos le_mando se_la_mando se_las_mando se_los_mando te_la_aparto
        te_las_aparto se_la_aparto se_las_aparto se_lo_aparto se_los_aparto te_la_guardo te_las_guardo
        se_la_guardo se_las_guardo arrange_ho_jayega arrange_ho_jayenge arrange_ho_jaega arrange_ho_jaenge
        arrange_ho_jaayega
    """,
    "come": """
        can_be_picked can_be_picked_up can_be_collected can_be_taken be_picked be_picked_up be_collected
        chakk_lo chak_lo chako chakko chakk_lo_ji chak_lo_ji chakke_lai_jao lai_jao lai_jo lai_jaao lijao leja
        le_ja le_jaa leja_bhai le_jaa_bhai lejana lejaana le_jaiyo le_jayiyo lejaiyo le_jaiyo_ji le_jyo le_jawo
        le_javo ले_जावो ले_जाओ_सा ले_जाइयो ले_जाईये le_jaye_ga pick_kar_lo pick_kar_lijiye pick_kr_lo pick_karlo
        pick_kar_lena pick_karwa_lo pick_karva_lo pickup_kar_lo pickup_karwa_lo pickup_karva_lo pick_up_kar_lo
        pickup_bhejo pick_it pick_them pick_them_up pick_anytime grab_it grab_them come_over
        come_pick_it_up come_pick_up come_fetch fetch collect_them collect_anytime uthwa_lo uthva_lo
        utha_lijiye_ga utha_le utha_lo_ji utha_jao mangwa_lo mangva_lo mangwa_lijiye ले_लेना ले_लेना_जी उठा_लो
        उठा_लेना उठवा_लो मंगवा_लो le_lena_ji le_lyo le_lo_ji lelo_ji le_leo ले_ल्यो le_len le_lein le_lijiyega
        ले_लीजिएगा आकर_ले_जाओ aake_le_jao aakar_le_jao aa_ke_le_jao aake_le_lo padharo padharo_sa पधारो aa_jaiyo
        aa_jaao aajaiyo aa_javo aajo avo_ji ghya gheun_ja घेऊन_जा ghe_un_ja ghe ghya_na bhej_do_banda
        bhej_do_ladka banda_bhej_de ladka_bhej_de kisi_ko_bhej_de bhejde bhej_de bhejdo_kisi_ko rider_bhejo
        rider_bhej_do send_rider_over send_your_rider send_your_man send_someone_over send_anyone send_anybody
        send_him send_them_over send_your_driver pasele_por_ellas pase_por_ellas pase_por_ella pase_por_ellos
        pasa_por_ellas pasa_por_ella jalate lancate lanzate cayele lleguele venga_por_ellas venga_por_ella
        vengan_por_ellas ven_por_ellas ven_por_ella llevela llevelas llevelo llevelos llevela_joven pueden_pasar
        pueden_recoger puede_recoger puedes_recoger puede_recogerlas puede_recogerla mande_por_ellas
        mande_por_ella manda_por_ellas manda_por_ella mande_a_alguien manda_a_alguien
    """,
    "all": """
        all_together dowe dove dovein dovain doven dono_hi donu donyu dono_ke_dono dunno_hi donnu donnon दोन्यू
        दोनू दोन्ही donhi donhu dou doe_ji dunhu dunnu दुनों दुनो dono_nag dono_piece dono_pc dono_pis दोनो_पीस
        sagle sagla saare_ke_saare sab_ke_sab sabi sabhee the_two_of_them two_of_two both_of_them
        both_the_pieces both_pieces both_pcs both_units full_quantity full_qty entire_quantity complete_quantity
        whole_lot the_whole_lot full_lot full_order las_cuatro los_cuatro las_cinco los_cinco las_seis los_seis
        las_doce los_doce las_diez los_diez toditita toditas_toditas todas_ellas todos_ellos ambas_dos
        el_pedido_completo pedido_completo
    """,
    "plenty": """
        full_carton full_box full_bundle full_packet full_peti full_bori carton_full box_full
        aplenty galore more_than_that plenty_of in_bulk bulk bharmar bharke bhar_ke bhar_bhar_ke ghana
        ghani_matra ghano घणा घणो ghane ghanne घणे bathera bathere bahuteri bharpoor jitna_bolo jitne_bolo
        jitna_chaho jitne_chaho jitni_chahiye jitne_mangoge jitna_mango लाट latt un_chingo un_buen_de
        un_montonal a_montones para_aventar_pa_arriba las_que_quiera las_que_quieras los_que_quiera
        los_que_quieras cuantas_quiera cuantas_quieras
    """,
    "noworry": """
        no_worry no_worries_at_all tension_nai tension_nhi tension_ni tension_na_le tension_mat_le tension_nako
        tension_nahi_lene_ka tension_nahi_lene_ki tension_na_lena tension_not tension_free tension_naa_lo
        tension_nakko tension_na_kar tension_na_karo tention_nahi tenson_nahi chinta_na_kar chinta_na_kare
        chinta_mat_kar chinta_na_karen chinta_koni चिंता_ना_करो चिंता_ना_करें चिंता_ना_करना fikar_na_karo
        fikar_na_kar fikr_na_karo fikar_naa_kar fikar_not_ji fikar_nai फिकर_ना_करो फिकर_मत_करो फ़िक्र_ना_करो
        फिकर_नॉट dikkat_nai dikkat_nhi dikkat_ni koi_dikkat_nai koi_dikkat_ni koi_gal_nahi koi_gal_ni
        koi_gall_nahi koi_gall_ni koi_na koi_nai_ji koi_baat_nai koi_chinta_nahi koi_tension_nai koi_tension_nhi
        problem_nahi problem_nai problem_nhi no_problema no_pasa_nada_joven issue_nahi issue_nai dont_you_worry
        never_fear not_to_worry no_fuss no_biggie no_sweat chill_karo chill_maaro chill_maro chill_kar
        no_te_apures no_se_apure no_te_agobies no_hay_falla no_hay_fijon ni_se_preocupe ni_te_preocupes
        no_hay_pena no_hay_apuro despreocupese
    """,
    "price": """
        laga_dunga laga_denge laga_dungi laga_doonga laga_lunga laga_lenge laga_diya laga_deta laga_dete
        lagaunga lagayenge lagaenge laga_dega laga_du laga_dun लगा_दूंगा लगा_देंगे लगाऊंगा लगा_लेंगे banega
        banenge banegi banenga बनेगा बनेंगे बनेगी hue_total ho_jayega_total total_bill bill_banega padsi lagsi
        पड़सी लागसी lagegaa lag_jayega lag_jayenge lag_jaega लग_जाएगा लग_जाएंगे pad_jayega pad_jayenge pad_jaega
        पड़_जाएगा पड़_जाएंगे baithega baithenge बैठेगा no_bargain no_bargaining no_bargain_please no_negotiation
        no_negotiations non_negotiable not_negotiable no_discount no_discounts no_less no_kam bargain_nahi
        no_bargen no_haggling bhav_tav_nahi mol_bhav_nahi moltol_nahi kam_nahi_hoga kam_nahi_hoge kam_nhi_hoga
        kam_nahi_karunga kam_nahi_karenge कम_नहीं_होगा कम_नहीं_होंगे firm fixed_hai sin_descuento no_hay_rebaja
        sin_rebaja no_se_rebaja same_price same_rate same_cost same_old_price same_old_rate old_price old_rate
        usual_price usual_rate regular_price regular_rate as_usual_price same_as_before same_as_last_time
        wahi_rate wahi_purana wahi_daam wahi_price wohi_rate purana_rate purane_rate purana_daam rate_wahi
        rate_same price_same वही_रेट वही_पुराना वही_दाम पुराना_रेट रेट_वही पुराने_रेट mismo_precio
        el_mismo_precio al_mismo_precio precio_de_siempre el_precio_de_siempre al_precio_de_siempre jama
        jam_price unit_price mrp_pe list_price sale_price offer_price discounted_price
    """,
    "each": """
        per_nag per_unit per_dress per_item per_head ek_nag_ka ek_nag_ke ek_pis_ka ik_da ikk_da ek_da एक_नग_का
        एक_नग_के हर_एक har_ek har_piece cada_prenda por_cada_una por_cada_uno la_pza por_pza
    """,
    "rupee": """
        rupaya rupaiya rupya rupye rupyee rupye_mein rup rps inrs रुपैया रूपये रुपयों रूपए रू lana bolas
    """,
    "of": """
        against_your_requirement_of against_requirement_of against_your_order_of against_the_order_of
        against_order_of against_your_request_of against_the_requirement_of against against_the against_your
    """,
    "stock": """
        nang naag naga ताका thaan than maal_sara kapda कपड़ा kapde कपड़े garment garments dress_material outfit
        outfits prenditas pieza_s playera playeras blusa blusas camisa camisas prendita piecees taka
        pieza_completa
    """,
    "unsure": """
        bit_different a_bit_different slightly_different little_different thoda_different thodi_different
        pakka_nahi pakka_nhi confirm_nahi confirm_nhi not_confirmed no_guarantee guarantee_nahi bharosa_nahi
        shayad_hai shayad_ho ho_sakta_h might_have may_have should_have_it should_be_there should_be_available
         must_be_there hona_chahiye hoga_shayad hogi_shayad honge_shayad yaad_nahi i_forget forgot
        dont_remember not_remember can_try will_have_to_see let_see lets_see dekhni_padegi allegedly supposedly
        apparently seems seems_like looks_like looks_to_be i_believe i_suppose i_assume assume assuming
        presumably kinda sorta almost nearly_ready doubtful doubtfull likely 50_50 fifty_fifty
        por_ahi_ha_de_haber ha_de_haber han_de_estar ha_de_estar habria_que_ver habra_que_ver segun segun_esto
        al_parecer aparentemente supuestamente dudo lo_dudo no_sabria_decirle no_sabria no_te_sabria_decir
        no_estoy_cierto pakka_koni ke_bera ke_beraa के_बेरा kya_pata kya_pta क्या_पता ki_pata ki_pta की_पता
        bera_koni पता_कोनी pata_koni pata_nai pata_ni pta_ni pta_nai
    """,
    "topic": """
        awaaz awaj aawaz aawaaz avaaz आवाज network netwrk signal नेटवर्क samajh_nahi samajh_nhi samajh_nahin
        samjha_nahi samjha_nhi samajh_nai समझ_नहीं समझा_नहीं khul_raha khul_rahi khul_rha link voice audio
        hear_you cant_hear can_not_hear listen bhejne_wala no_entiendo_nada no_le_entendi no_te_entendi
        no_entendi no_se_oye no_se_escucha no_escucho no_se_ve understand understood_nothing electricity bijli
        लाइट_नहीं light_nahi weather barish baarish bill_book cheque check_bounce
    """,
    "away": """
        raste_me_hu raste_me_hun raste_me_hoon raaste_me_hu रास्ते_में_हूं रास्ते_में_हू
        bazaar_me bazar_me bajar_me market_me_hu market_me_hun market_mein_hoon बाजार_में_हूं
           ghar_pe ghar_par घर_पर घर_पे hospital asptal अस्पताल village_gaya
        gaon_gaya gaon_mein गांव_में at_home not_home on_vacation vacation travel_kar_raha safar_me shaadi_me
        शादी_में en_camino voy_manejando en_el_camion ando_de_viaje ando_en_la_calle estoy_en_la_calle
        no_me_encuentro dukaan_band dukan_band shop_closed dukan_pe_nahi dukaan_pe_nahi दुकान_पर_नहीं दुकान_बंद
    """,
    "future": """
        raste_me_hai raste_mein_hai raaste_me_hai रास्ते_में_है
        aasi आसी aa_jasi aajasi aa_jaasi aa_jauga aajauga aa_jaiga aajaiga aa_jayenga aayenga aayengi aunda
        aunde aa_javega aa_jaavega aaunga aavega avega आवेगा aai_jai aa_jai aai_jayi aibe aayi_jai आ_जाई आई_जाई
        aayil yeil येईल yenar येणार back_order backorder backordered preorder pre_order to_arrive due_in due
        arriving_shortly shortly en_camino_viene viene_en_camino vienen_en_camino por_llegar esta_por_llegar
        estan_por_llegar me_surten nos_surten me_llega me_llegan nos_llega nos_llegan
    """,
    "little": """
        kinchit थोड़ा_सा थोड़े_से thoda_sa thode_se thodi_si thore kami_hai shortage stock_kam maal_kam
        half_of_it part_of_it partly
    """,
    # What is missing of what was asked for.
    "short": """
        short_by falls_short falta faltan faltaria faltarian faltarias faltaron falto me_falta me_faltan
        me_faltaria le_faltan le_falta nos_falta nos_faltan ghat ghatega ghat_rha ghat_raha kam_pad_raha
        kam_pad_rahe kam_pad_rha kam_pad_rhe kam_padega kam_padenge kam_hai kam_h kam_hain kum कम कम_है कम_हैं
        कम_पड़_रहा कम_पड़_रहे कम_पड़ेगा short less shortfall lacking pending_rahega baki_nahi
    """,
    "asking": """
        kathe kith kitthe konsa_wala kaunsa_wala कौनसा_वाला wahi_wala_na वही_वाला_ना wahi_na वही_ना kiti किती
        kitti_chahiye konta jis jisme jispe जिस जिसमें जिसपे kya_bola kya_bole kya_matlab matlab मतलब mtlb
        meaning clarify elaborate que_onda_con cual_de_todas a_cual a_cual_te_refieres cual_modelo como_que
    """,
    "flaw": """
        old olds rusty rusted mouldy moldy fungus smell smelly moth_eaten silai_khuli silai_udhdi udhda udhdi
        dhaga_nikla dhaaga_nikla kat_laga kata_hua kati_hui phatela phatya phatyo phuta phooti चीरा kharabi
        खराबी dosh apolillado apolillada deshilachado deshilachada rasguno rayado rayada  raspado
        percudidas
    """,
    "similar": """
        rang_alag alag_rang color_alag colour_alag rang_dusra rang_doosra design_alag thoda_alag
    """,
}  # fmt: skip
