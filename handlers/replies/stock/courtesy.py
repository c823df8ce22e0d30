"""Whom shops address in their regions, how they greet, laugh, urge and write letters, and where their goods lie."""

COURTESY_WORDS = {
    "dress": """
        innit window shutter saaf suthre suthra clean neat neat_and_clean लड़के लड़का बंदा बंदे आदमी
        colour ones खेद_है खेद अफसोस_है अफसोस afsos_hai afsos khed_hai khed इस
        hukum हुकुम hukam hukm huzur hujoor hujur हुजूर sa saa सा sahiba baisa baisaa bhaisa bhaisaa bhai_sa
        kaka_sa kakasa banna bannasa khamma_ghani khamaghani khamma ghani khamma_ghani_sa खम्मा_घणी खम्मा_घणी_सा
        राम_राम_सा ram_ram_sa ram_ram_ji राम_राम राम_राम_जी jai_shri_krishna jai_shree_ram jai_shri_ram
        jai_jinendra jai_mata_di jai_mata_ki radhe_radhe राधे_राधे जय_श्री_राम जय_माता_दी जय_श्री_कृष्णा
        जय_जिनेंद्र sat_sri_akal satsriakal sat_sri_akaal सत_श्री_अकाल ssa pranam प्रणाम pranaam charansparsh
        adaab aadab salaam_alaikum assalamualaikum walaikum jai_hind om_shanti pajji praji prahji bhaji bhaaji
        veerey veer vir ji_paaji sardarji sardar_ji pra pape papa_ji papaji biji beeji puttar putt paape tau
        tauji tau_ji taai taiji bhabhisa bhaiye bhaye bhiya bhidu biraadar biradar boss_ji bossji bhailog
        bhaiyon dada_ji dost_ji malik_ji sethani sahbji shriman श्रीमान श्रीमान_जी श्रीमती sriman mahoday महोदय
        महोदया mahodaya maharaj maalkin babujee babu_ji lala lalaji lala_ji ताऊ ताऊजी चौधरी chaudhary chaudhry
        chodhary रे o_ji o_bhai o_paaji oyee oi ओए ओ arre_yaar are_yaar aare अरे_यार अबे abe abey hun_dear hunny
        luv love lovely bestie besties bestiee fam famalam bruh bruv brah bros broski homie homies my_man
        my_dude my_friend my_dear dear_customer valued_customer chap chaps lad lads lass mate_yeah sweetheart
        sweetie_pie babe babes doll darl darlin ladies gentlemen everyone team guv guvnor bossman fella
        folks_all y_all yall girl gurl girlie carnalito gueyes wee weon cuate cuates compita valedor jefecita
        jefecito patroncito patroncita morro morra chavo chava bro_carnal primazo tio tia suegra comadre cunado
        mai_frend amigazo amigos amigas caballeros damita damitas seno seito donita doncito don_joven nene nena
        bb bebe bebes cielo cielito vida mi_vida corazoncito preciosa hermosa hermoso bella guapa guapo lindura
        muneca chiquita chiquito chulada papi papito mami mamita mijito mijita flaca flaco gordo gorda negrita
        viejo_amigo pariente paisano paisana jaja jajaja jajajaja jeje jejeje jiji ja_ja haha_ha hahaha hahahaha
        lmao lmaoo rofl xd teehee hehehe hihi wow woah whoa yay yayy woohoo hooray hurray arey_wah wah waah वाह
        wah_ji aha ahaa arrey_wah omg tbh ngl imo btw fyi fr_fr frfr no_cap deadass lowkey literally honestly
        frankly truthfully obviously basically actually_yes clearly chill chill_bro relax relaxx easy_peasy lit
        fire dope sick_yes cool coolio swag rad rest_assured befikr befikr_raho befikar_raho nishchint
        nishchint_rahiye nischint निश्चिंत tension_free_raho bindas_raho tranqui tranquilos relajado relajate
        tell_them tell_him tell_her tell_the_customer tell_customer tell_your_customer tell_the_lady
        tell_the_guy tell_madam tell_sir let_them_know let_him_know let_her_know let_the_customer_know bol_do
        bol_dena bol_dijiye bol_dijiyega keh_do keh_dena kah_do kah_dena bata_do bata_dena bata_dijiye
        bata_dijiyega बोल_दो बोल_देना बता_दो बता_देना कह_दो कह_देना digale digale_que dile dile_que digales
        digales_que diles diles_que digale_que_si dile_que_si avisale avisele aviseles avisales customer_ko_bolo
        customer_ko_bol_do customer_ko_bata_do unko_bolo unko_bol_do unko_bata_do on_the_counter on_counter
        on_the_table on_my_table on_my_desk on_the_top_shelf on_the_top_rack on_the_hanger on_the_floor upstairs
        downstairs in_the_godown in_the_window in_the_showroom in_showroom showroom shoroom in_our_godown
        in_the_cupboard in_the_almirah almirah almari almira अलमारी अलमारी_में cupboard drawer hanger hangers
        peti peti_me bori gaddi takht galla galle_pe galla_pe gaddi_pe ऊपर नीचे सामने saamne samne saamne_hi
        peeche piche पीछे andar_hi अंदर_ही भीतर bhitar bheetar kone_me kone_mein top_shelf bottom_shelf
        back_room backroom backside in_the_backroom storeroom store_room in_the_storeroom in_store_room behind
        beneath under inside near next_to_me right_next_to_me beside_me in_front in_front_of_me with_me_here
        before_me at_my_shop at_our_shop in_my_shop in_our_shop in_my_store in_our_store at_our_store
        in_my_godown right_now_here hook rail stand tub vitrina_de_adelante enfrente_de_mi aparador_de_enfrente
        trastienda en_la_trastienda bodeguita local_de_enfrente mesa repisa gancho ganchos cajon caja_de_atras
        percha tumhare tumhara tumhari tumko tumhe tumhen tumhein tujhe tujhko tere tera teri tenu tainu twada
        tuhada tuhanu tuhade tohar tohra thare tharo thari thane thanne थारे थारो थारी थाने म्हारे mhare mharo
        mhari mhane manne mainu menu sanu sadde saade sada apne_liye aapan apun apan apunka apna_hi tumhare_liye
        tere_liye tumhaare tumhaare_liye तुम्हारे तुम्हारा तुम्हारी तुमको तुम्हें तेरे तेरा तेरी तुझे आपके_लिये
        मेरे_को mereko tereko usko_bolo अपुन अपने_को da de_ji dian diyan vich vicch wich bhi_ji bi ae aa_ji
        oh_ji si_ga ji_ji जी_जी ho_ji_ho nu noo ton tak_ji kol mere_kol sade_kol sadde_kol मेरे_कोल ra ro ri
        ra_ro ki_tarah tan tanhi e_lo i_lo yo_hi yahi yehi yhi wahin vahi यही वही वहीं यहीं ihi etho eh ehe ehi
        oh_hi ohi uho uhi at_your_service your_order your_requirement as_per_your_requirement as_required
        as_requested as_per_requirement as_per_your_request as_per_order per_your_request requested requirement
        request the_requested_item the_item_requested the_said_item said_item article_requested above_item
        mentioned_item above_mentioned kindly_note please_note kindly_be_informed please_be_informed be_informed
        note_that please_note_that kindly_note_that this_is_to_inform this_is_to_inform_you pleased_to_inform
        pleased_to_inform_you pleased glad glad_to_inform_you happy_to_inform_you happy glad_to_confirm
        happy_to_confirm pleased_to_confirm we_confirm we_can_confirm i_can_confirm can_confirm i_confirm hereby
        good_news great_news happy_news regards best_regards warm_regards kind_regards yours_sincerely
        yours_faithfully respected respected_sir respected_madam dear_madam dear_team greetings good_day gday
        सूचित सूचित_किया_जाता_है कि आपको_सूचित अवगत अनुरोधित वांछित मांगा_हुआ मंगाया_हुआ धन्यवाद_जी कृपया kripya
        कृपा_करके kripaya नमस्कार_जी प्रिय ग्राहक शुभ_प्रभात शुभ_संध्या सुप्रभात suprabhat shubh_prabhat आदरणीय
        सादर महाशय मान्यवर le_informo le_informo_que les_informo les_informo_que le_informamos le_informamos_que
        le_comento le_comento_que te_comento te_comento_que les_comento les_comento_que le_comunico
        le_comunico_que con_respecto_a respecto_a_su_solicitud en_respuesta_a_su_solicitud saludos
        saludos_cordiales un_saludo cordialmente atentamente estimado_cliente estimada_clienta solicitado
        solicitada solicitados solicitadas las_solicitadas lo_solicitado me_complace me_complace_informarle
        nos_complace nos_complace_informarle con_agrado efectiva same_to_same as_it_is ditto same_design_only
        same_piece_only usual tip_top tiptop ekdum_mast ekdum_badhiya ekdum_fresh ek_dum ekdum brand_new mint
        sealed packed_piece seal_pack fresh_piece fresh_stock naya_maal नया_माल taaza taza ताजा asli
        original_piece genuine first_copy_nahi checked_it checked_and just_checked double_checked i_checked
        have_checked checked_rack dekh_liya_maine abhi_dekha abhi_check_kiya abhi_dekh_ke_aaya अभी_देखा em
        still_here thankfully luckily lucky lucky_you khushkismati kismat_se naseeb_se ganimat shukar shukar_hai
        shukr rab bhagwan_ki_daya ki_kripa gracias_a_dios por_suerte afortunadamente bendito_dios whole yet
        soon_as colour_wala_bhi colours rang रंग रंग_का रंग_में kalar कलर fast quick quickly jhat_se fatafat
        फटाफट phatafat jhatpat chatpat jaldi_aao jaldi_aana jaldi_aa_jao jaldi_le_jao jaldi_lo jaldi_karo
        जल्दी_आओ जल्दी_ले_जाओ hurry hurry_up rush rush_fast first_come_first_serve before_it_goes apurese
        apurale apurate apurense corrale corranle corre corran ne ney ने maza mazaa ki_gal ki_gall gal gall bai
        बाई bayi मैडम_जी सर_जी kam_se_kam कम_से_कम at_least minimum_hai at_the_very_least al_menos por_lo_menos
        cuando_menos thankyou_ji meherbani mehrbani मेहरबानी shukriya_ji welcome most_welcome you_are_welcome
        youre_welcome swagat स्वागत bienvenido bienvenida bienvenidos a_la_vista
    """,
}  # fmt: skip
