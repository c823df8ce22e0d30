"""The words that agree or decline, and those that a yes or no may be dressed in. An underscore joins a phrase."""

POLARITY_WORDS = {
    # Whole answers.
    "plain": "yes yep yeah yup yea yeap haan han हां sim oui ouais yess yas yass",
    "yes": """
        ya yessir aye yea_boy ok okay okey oky okie k kk okk alright agreed agree affirmative uh_huh uhhuh
        mm_hmm mhm sounds_good sounds_great sounds_right sounds_fine sounds_perfect go_for_it why_not y_not
        no_problem no_prob no_prob_lem np no_doubt without_a_doubt without_doubt no_doubt_about_it
        not_a_problem no_worries no_issue no_issues not_an_issue no_objection works_for_me by_all_means
        count_me_in im_in i_am_in id_love_to i_would_love_to id_love_that i_would_love_that im_down you_bet
        you_betcha yes_please done roger ten_four bet you_are_right fair_enough haa hann hn haanji hanji ha
        ji jee jii hmm_haan haan_ji ji_haan theek_hai thik_hai theek_h thik_h teek_h tik_hai ok_hai
        koi_baat_nahi koi_dikkat_nahi koi_problem_nahi chalega chalo हा जी जी_हां हां_जी ठीक_है कोई_बात_नहीं
        कोई_दिक्कत_नहीं चलेगा सहमत listo si sip sii vale dale simon ya_esta como_no por_que_no
        no_hay_problema sin_problema ningun_problema ta_bueno orale adelante ta_bom ta_ok pode_ser beleza
        blz sem_problema tudo_bem pode_sim isso_mesmo ouep d_accord daccord ca_marche je_suis_d_accord sur
        volontiers pas_de_probleme pas_de_souci avec_plaisir entendu 👍 👌 ✅ ✔ 🆗 💯 ☑ 👏 🤝
    """,
    # Agree when alone, strengthen what stands beside them.
    "adverb": """
        absolutely definitely certainly totally surely sure sure_thing of_course for_sure indeed exactly
        precisely obviously clearly completely naturally undoubtedly very_much overwhelmingly entirely
        most_definitely most_certainly definite hard bilkul bilkool ekdam zaroor jarur zarur pakka बिल्कुल
        बिलकुल जरूर पक्का एकदम claro por_supuesto desde_luego seguro efectivamente obvio exactamente
        totalmente com_certeza certamente bien_sur absolument exactement certainement evidemment tout_a_fait
        hundred_percent 100 one_hundred_percent
    """,
    "no": """
        no nope nah naw nay nop negative nada never no_way no_thanks no_thank_you no_ty not_really
        not_at_all i_think_not id_rather_not i_would_rather_not pass ill_pass i_pass i_will_pass hard_pass
        by_no_means no_chance not_a_chance no_need not_interested im_good im_ok im_okay im_fine im_all_set
        nah_im_good disagree refuse decline denied deny nein nyet reject oppose object contrary opposite
        got_it_wrong negatory not_likely unlikely no_can_do far_from_it not_even_close absolutely_not
        definitely_not of_course_not certainly_not too_expensive too_costly too_pricey too_much_money
        cant_afford cannot_afford already_bought already_bought_it already_got_it already_have_one
        already_ordered bought_it_elsewhere bought_elsewhere got_it_elsewhere changed_my_mind change_my_mind
        dont_need_it dont_want_it dont_bother maybe_another_time some_other_time never_mind nevermind
        forget_it forget_about_it mana mana_kar_do mana_kar_diya nahi_chahiye rehne_do rahne_do chhodo chodo
        jaane_do mehnga_hai bahut_mehnga le_liya ले_लिया रहने_दो मना असहमत महंगा_है para_nada
        de_ninguna_manera en_absoluto claro_que_no por_supuesto_que_no que_va ni_hablar jamas nunca
        no_gracias ya_compre ya_lo_compre muy_caro demasiado_caro cambie_de_opinion claro_que_nao
        com_certeza_nao de_jeito_nenhum muito_caro ja_comprei nao_obrigado nao_obrigada non pas_du_tout
        bien_sur_que_non certainement_pas surtout_pas trop_cher jamais ❌ 👎 🚫 ✖ 🙅 ⛔ couldnt_be_more_wrong
        ji_nahi jee_nahi ji_nhi जी_नहीं
    """,
    "nahi": "nahi nahin nai nhi na naa नहीं नही ना न mat मत nao",
    "negate": """
        not isnt dont doesnt didnt cant cannot wont wouldnt couldnt shouldnt arent aint wasnt werent neither
        nor hardly do_not does_not is_not pas sin tampoco ya_no
    """,
    # Judgements.
    "good": """
        true right correct fine good great awesome accurate confirmed truth perfect cool positive fact facts
        factual valid the_case real lovely think_so believe_so hope_so guess_so suppose_so accept approve
        concur correctamente veracious legit legitimate spot_on on_point sound_logic proper okay_by_me
        excellent fantastic wonderful amazing nice brilliant acceptable okeydokey how_it_is what_i_want
        what_i_need what_i_meant what_i_said what_i_asked_for bien bueno bueno_si buena cierto verdad
        correcto correcta verdadero perfecto genial excelente asi sahi sach theek thik teek accha acha achha
        ठीक सही सच अच्छा bom certo verdade correto perfeito bon vrai exact parfait juste say_so de_acuerdo
        estoy_de_acuerdo
    """,
    "bad": """
        false wrong incorrect inaccurate erroneous untrue mistaken lie bogus falsehood fallacy invalid
        flawed bad fake nonsense ridiculous impossible falso falsa incorrecto incorrecta equivocado mentira
        mal galat jhooth jhoot गलत झूठ errado errada faux fausse
    """,
    "want": """
        interesa want like love need wish interested would_like chahiye chahie chaiye चाहिए quiero gustaria
        me_gustaria quero gostaria veux voudrais glad happy
    """,
    # Deeds: agreement when bare or after a yes, refusal when negated.
    "deed": """
        send give ship confirm book proceed continue take sending bhej bhejo bhejna bhejdo bhej_do bhej_deta
        bhej_dena bhej_raha bhejta भेज भेजो भेज_दो भेज_रहा manda mandame mandalo mandamelo envia enviame
        enviamelo envie confirmo confirmar mande manda_la envoyez envoie confirme kar karo kardo kar_do
        karna de_do dedo
    """,
    "have": """
        hai_na h_na hai_naa है_ना है_न maal माल स्टॉक available avl avail have has stock in_stock there
        ready hai h he hain mil mil_jayega mil_jaega milega milegi pada pde rakha hay tengo tenemos queda
        quedan temos tem tenho है हैं मिल मिलेगा मिल_जाएगा उपलब्ध हो
    """,
    "gone": """
        out_of_stock out_of_stk out_of_it out_of_that out_of_these out_of_them out_of_those sold_out soldout
        sold finished khatam khatm khallas खत्म agotado agotada agotados agotadas se_acabo se_acabaron
        se_acabo_todo discontinued epuise esgotado esgotou bik_gaya bik_gya bik_gayi बिक_गया acabou_se
        no_hay no_tengo no_tenemos no_stock not_available unavailable sin_stock no_me_queda no_queda
        ya_no_me_queda
    """,
    # Neither.
    "unsure": """
        maybe perhaps possibly unsure idk dont_know do_not_know not_sure no_idea no_clue a_clue
        havent_a_clue hm hmm umm um depends might could_be not_certain quizas quiza tal_vez no_se no_lo_se
        no_entiendo depende shayad pata_nahi pta_nahi maloom_nahi शायद पता_नहीं talvez nao_sei peut_etre
        je_ne_sais_pas wait hold_on espera espere ruko रुको checking check let_me_check let_me_think
        let_me_see dekhta dekhte देखता later not_now not_yet not_right_now ahorita_no ahora_no abhi_nahi
        baad_me baad_mein luego mas_tarde plus_tard pas_maintenant agora_nao maybe_later another stop
        undecided unclear neither_nor either unfamiliar confused either_way difficult_to_say hard_to_say
        cant_say cannot_say uncertain not_today not_tonight good_question good_luck
    """,
    "contrast": """
        me_se mein_se में_से but however except although though pero sino lekin par magar लेकिन पर मगर mais
        mas
    """,
    "asking": """
        what whats how when where who why which whose can_you could_you can_i could_i do_you did_you are_you
        is_it is_there are_there does will_you would_you have_you should_i may_i is_this is_that kya kab
        kahan kaun kitna kitne kaise kyu kyun kaunsa konsa क्या कब कहां कौन कितना कितने कैसे क्यों कौन_सा
        que_es cuando donde quien cuanto cuantos cual como por_que de_que quando onde quem quanto qual quand
        ou_est qui combien pourquoi tell_me are_we do_i do_we am_i
    """,
    # What an answer is dressed in.
    # Answers only where nothing else is said: "i do", but not "i do not think so".
    "short": """
        i_do i_am i_will i_would it_does it_will they_do you_are you_do lets_go go_ahead do_it lets_do_it
        please_do thats_it that_is_it thats_him you_got_it that_would_be_it that_will_do that_works it_works
        do_that do_so go_on right_on right_you_are
    """,
    "letter": "y",
    "ne": "ne n",
    "only": "only solo sirf bas सिर्फ बस nomas solamente hi ही left bacha bachi बचा",
    "few": "ek एक one una uno teen तीन half aadha aadhe आधा media some",
    "size": "s m l xl xxl xs",
    "thanks": """
        thanks thank gracias obrigado obrigada merci thx dhanyawad shukriya धन्यवाद शुक्रिया
    """,
    "romance": """
        es esta estoy lo creo parece me se el la los las eso esto de mi para nos te estan era son esas ese
        que a o ja ce c est il je ca va j ai cela isso ele eu ta crois pense le les tu vous
    """,
    "pronoun": "i im id ill ive that thats it its this we you youre that_is",
    "dress": """
        so just elsewhere what_you_just_said what_you_said what_you_say what_you_are_saying aaya aya आया stk
        heck hell gosh darn looks look sounds sound feels feel ever million years circumstances under time
        times happening today happen told course opinion view mind dont_worry anyway regards regarding been
        totes guys folks why_yes well oh ah aw aww lol haha hey hello my_god god ugh eh sorry afraid gonna
        wanna going gotta heart moment minute second round once again whatsoever case_here part place side
        me_too speaking assuredly shape form kind_of sort is be was were will would are am the an my your
        answer response reply statement question to of for and very much really quite think believe guess
        suppose say said vote appears appear seems seem seemed turns turned out must should can could do did
        please sir maam madam bro bhai bhaiya bhaiyya man buddy friend dude dear yaar boss in from as with
        at all things thing pretty way alot lot a_lot case assure affirm yall u r ur actually honestly
        personally probably likely bit kind would_have being get got have_to id_have i_have i_would_have
        says stated any anymore mujhe mujhko hume mera yeh ye yah wo woh vo lagta lagti hota hoti hoon hu
        hun tha thi the_ raha rahi gaya gya gayi ho_ deta dunga denge dono donon main maine mai kaha aisa
        aise kuch toh मुझे मेरा यह ये वह वो लगता लगती हूं हू था थी रहा रही गया मैं मैंने कहा ऐसा ऐसे कुछ तो
        दो दोनों में भी दूंगा कर मेरे हिसाब से का की को भैया सर भाई favor por porfa porfavor dije digo
        supuesto senor amigo disse acho jai dit svp plait madame monsieur link piece pieces pcs pc both size
        talla this_one that_one those these here now right_now up let lets us our also too still by if_ on
        has_to definitively tho yet same myself affirmed pls plz plss simply truly frankly basically
        literally merely vraiment realmente then
    """,
}
