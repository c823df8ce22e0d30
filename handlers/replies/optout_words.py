"""The words of opting out and coming back, by what they do in a sentence.

In English, Spanish, Hindi, Hinglish, Portuguese and French; other languages are in world_words.

The keywords of law and carriers are those of 47 CFR 64.1200(a)(10) (stop, quit, end, revoke, opt out, cancel,
unsubscribe), of Twilio's defaults (STOPALL, OPTOUT) and their common translations. An underscore joins a phrase.
"""

OPT_OUT_WORDS = {
    # The keyword of the law and of every carrier: an opt-out wherever it is a clause of its own.
    "plain": "stop stopp stpo sotp st0p arret",
    # A bare one is an opt-out, unless it answers the open question.
    "cease": """
        pare parem arrete arretez stoppez detener detenganse detente
        detengan roken rokein रोकें parar
    """,
    "halt": """
        turn_off switch_off shut_off cease desist discontinue refrain knock_off knock_it_off cut_out give_up
        dejen deja dejar dejad paren cesen cesa deixem deixe cessez cesse cesser arreter stopping quitting
        basta_ya_de give_it_a_rest_with lay_off lay_off_with deje dejes
    """,
    "quit": "quit end",
    "cancel": "cancel cancelar cancela cancelen annuler annulez annule रद्द radd",
    "para": "para",
    "bare": """
        alto sair basta revoke revoked stopall stop_all baja bas_karo bas_kar bas_kijiye बस_करो बस_करिए
        stahp
        बस_कर ya_basta assez ca_suffit chega desuscribir enough_already quit_it stop_it 🛑 ✋
    """,
    # Bare ones that may mean something else: ask.
    "faint": """
        salir halt abort terminate exit fin salga shut_up stop_that stop_this cancel_that cancel_this
        cancel_it stop_talking quiet too_many_messages too_many_texts
        रुको रुकिए रुक_जाओ रुक_जाइए ruko rukiye ruk_jao
    """,
    # Strong words: an opt-out anywhere, unless negated, quoted or about something else.
    "unsub": """
        unsubscribe unsub unsubscribing optout opt_out opting_out opt_me_out opt_us_out opt_my_number_out
        opted_out desuscribirme desuscribeme desuscribanme desuscripcion dar_de_baja darme_de_baja darse_de_baja
        darnos_de_baja dame_de_baja deme_de_baja denme_de_baja me_den_de_baja me_des_de_baja me_da_de_baja
        me_de_de_baja de_baja_mi_numero la_baja mi_baja solicito_baja doy_de_baja quiero_baja
        cancelar_suscripcion cancelar_la_suscripcion cancelar_mi_suscripcion descadastrar descadastre
        descadastrem descadastro desinscrever desinscreva desinscrevam cancelar_inscricao
        cancelar_minha_inscricao desabonner desabonnez desabonne desabonnement desinscrire desinscrivez
        desinscris desinscription me_descadastre अनसब्सक्राइब सदस्यता_समाप्त remove_my_consent
        withdraw_consent withdraw_my_consent withdrawing_my_consent revoke_consent revoke_my_consent
        revoking_my_consent revoking_consent revoke_permission revoke_my_permission retiro_mi_consentimiento
    """,
    # "Opt me the hell out": what stands between is swallowed by a rule.
    "opt": "opt opting",
    # A stop that is a noun, or does not stop anything: a place, a camera's, a shop's.
    "place": """
        bus_stop tram_stop train_stop truck_stop pit_stop rest_stop metro_stop subway_stop door_stop full_stop f_stop
        non_stop one_stop nonstop fstop doorstop next_stop last_stop first_stop nearest_stop closest_stop second_stop
        third_stop which_stop what_stop a_stop the_stop each_stop every_stop at_this_stop at_that_stop my_stop our_stop
        your_stop school_stop short_stop whistle_stop layover_stop shop_stop stop_by stop_over stop_motion
        stop_button
        stop/start start/stop stop_light
        stop_lights stop_sign stop_signs stop_watch stop_gap stop_loss stop_in stop_at_the stop_at_your
        stop_and_shop stop_and_go
    """,
    # Enough is enough of a thing here: "basta con una".
    "suffice": """
        basta_con basta_y_sobra me_basta nos_basta te_basta le_basta una_basta uno_basta eso_basta dos_basta
        con_eso_basta me_basta_con nos_basta_con basta_com me_basta_com basta_um basta_uma basta_una basta_uno
    """,
    "unsubbed": "unsubscribed removed taken_off taken_out",
    "idiom": """
        leave_me_alone leave_us_alone leave_me_be leave_me_in_peace lose_my_number forget_my_number
        forget_this_number lose_this_number fuck_off f_off fck_off piss_off bugger_off wrong_person
        do_not_disturb dnd dejame_en_paz dejenme_en_paz deje_de_fastidiar
        dejanos_en_paz dejennos_en_paz me_deixa_em_paz deixe_me_em_paz me_deixe_em_paz me_deixem_em_paz
        deixem_me_em_paz fichez_moi_la_paix foutez_moi_la_paix laissez_moi_tranquille laisse_moi_tranquille
        laissez_moi_en_paix numero_equivocado se_equivoco_de_numero se_equivocaron_de_numero numero_errado
        mauvais_numero erreur_de_numero persona_equivocada pessoa_errada galat_number galat_no गलत_नंबर
        गलत_नम्बर peecha_chhodo peecha_chodo pichha_chhodo picha_chodo piccha_chhodo पीछा_छोड़ो
        chain_se_rehne_do jeene_do mujhe_akela_chhod_do akela_chhod_do get_out_of_my_phone
        stay_out_of_my_inbox stop_harassing que_me_dejen_en_paz vayanse_al_diablo larguense
        nao_perturbe nao_me_perturbe cease_and_desist hear_from_you_again make_it_stop make_this_stop
        do_not_consent dont_consent do_not_call_list do_not_text_list do_not_contact_list dont_call_list
        no_call_list lista_robinson leave_me_the_hell_alone leave_me_the_fuck_alone leave_my_phone_alone
        equivocado_de_numero equivocada_de_numero se_equivoca_de_numero numero_incorrecto delete_my_data
        erase_my_data faux_numero vous_vous_trompez_de_numero make_them_stop make_these_stop make_it_end
    """,
    # Idioms that name things as well: a "go away" bag.
    "shoo": "go_away get_lost back_off buzz_off take_a_hike",
    "wrong_number": "wrong_number incorrect_number wrong_no wrong_num",
    # Ways to say no.
    "dont": """
        dont do_not donot never nunca jamais shouldnt should_not must_not dnt nvr donnot dont_you_dare
        dont_you_ever dont_u_dare do_not_ever dont_ever
    """,
    "didnt": """
        didnt did_not havent have_not hasnt doesnt does_not wont will_not cant cannot couldnt wasnt
    """,
    "no": "no",
    "nahi": "nahi nahin nai nhi नहीं नही",
    "mat": "mat मत",
    "na": "na naa ना न",
    "not_": "not",
    "ne": "pas ne n nao nem",
    "nomore": """
        no_longer no_more not_any_more no_mas ya_no chega_de basta_de plus_de plus_aucun enough_with
        enough_of done_with sick_of tired_of fed_up_with fed_up_of over_with had_it_with had_enough_of
        harto_de harta_de cansado_de cansada_de cansado_dos marre_de ras_le_bol_de farto_de farta_de
        stop_with stop_w no_quiero_mas nao_quero_mais zero sick_and_tired_of enough_w stop_a ni_un_solo
        ni_una_sola no_further tang_aa_gaya tang_aa_gayi cut_it_out_with knock_it_off_with rather_not
        prefer_not_to prefer_not prefiero_no enough
    """,
    "why": "why",
    # Wanting and getting.
    "wish": """
        want_to wanna wish_to quiero deseo quisiera queremos deseamos quero desejo veux souhaite voudrais
    """,
    "want": """
        want wish need care like interested agree intend gustaria interesa gostaria desire veut chahta
        chahti chahte चाहता चाहती चाहते
    """,
    "chahiye": "chahiye chahie chaiye chahye chaahiye chaie चाहिए चाहिये",
    "hear": "hear hear_from hearing hearing_from saber_de saber_nada",
    "receive": """
        receive get getting receiving recieve recieving recibir seguir_recibiendo recibiendo recibirlos
        receber recebendo continuar_recebendo recevoir recois be_on be_part be_in
    """,
    "be_contacted": """
        be_contacted be_texted be_messaged be_called be_bothered be_disturbed ser_contactado ser_contactada
        que_me_escriban que_me_contacten que_me_manden que_me_llamen que_me_envien que_me_sigan_mandando
        que_me_mandem que_me_enviem etre_contacte etre_contactee ser_contatado ser_contatada etre_derange
    """,
    "signup": """
        sign_up signed_up signup subscribe subscribed opt_in opted_in consented give_permission
        gave_permission give_consent gave_consent gave_you_permission give_you_permission authorize
        authorized agree_to agreed_to me_suscribi suscribirme autorice autorize di_permiso me_cadastrei
        me_inscrevi autorizei me_suis_inscrit me_suis_inscrite me_suis_abonne give_you_my_number
        gave_you_my_number gave_you_this_number give_out_my_number
    """,
    "asked_for": "ask_for asked_for request requested solicite pedi demande pedi_estos",
    # Reaching a person. `text` is noun and verb, `texting` only verb or gerund.
    "text": """
        text txt msg message messege mesage massage mssg sms email mail whatsapp dm ping mensaje msj
        mensagem मैसेज मेसेज मैसेजेस संदेश सन्देश एसएमएस sandesh texto correo courriel
    """,
    "call": "call calls appels appel कॉल फोन ring robocalls llamadas ligacoes",
    "texting": """
        texting txting txtng messaging messagin msging contact contacting contacts_me calling emailing
        bothering harass harassing spam spamming bug bugging pester pestering annoy annoying disturb
        disturbing hassle hassling hounding hound hitting_up hitting_me_up hit_me_up blowing_up blow_up
        whatsapping pinging dming write writing_to stalking stalk nag nagging bombarding buzzing soliciting
        solicit escriban escribas escriba escribir escribirme escribirnos escribiendo escribiendome
        escribais escribirle molesten molestes moleste molestar molestarme molestando molestandome contacten
        contactes contacte contactar contactarme contactarnos llamen llames llame llamar llamarme llamando
        fastidiar fastidien fastidiarme joder jodan chingar chinguen insistan insistir hablen incomode
        incomodem incomodar incomodando perturbe perturbem perturbar contate contatem contatar ligue liguem
        ligar escreva escrevam escrever encher encham encha ecrivez ecris ecrire ecriver contactez contacter
        derangez deranger derange embetez embeter appelez appeler harceler harcelez spammer relancer
        relancez importuner importunez solliciter sollicitez pareshan tang distrub परेशान तंग डिस्टर्ब satao
        सताओ sataiye
    """,
    "send": """
        send sending sent manden mandes mande mandar mandarme mandarnos mandando mandandome mandeis envien
        envies envie enviar enviarme enviarnos enviando enviandome enviam mandem enviem envoyez envoie
        envoyer bhejo bhejna bhejiye bhejiyega bhejein bhejen bheje bhej bhejte bhejni bhejoge bhejte_raho
        bhejne भेजो भेजना भेजें भेजिए भेजिये भेज भेजा भेजे भेजिएगा भेजने भेजते push pushing sigan sigas
        seguir continue bheja bhejti
    """,
    "coming": "aana aane aate आना आने aani ana",
    "channel": """
        notification notifications notifs notif alert alerts ads ad adverts advertising advertisement
        advertisements advertizing marketing promos promo promotions promotion promotional newsletter
        newsletters communications communication correspondence outreach solicitation solicitations
        robotexts spams junk_mail texts_messages notificaciones notificacion publicidad propaganda
        promociones anuncios avisos comunicaciones notificacoes notificacao promocoes pub pubs publicite
        publicites prospection vigyapan prachar नोटिफिकेशन विज्ञापन प्रचार ad_messages subscription_messages
        correos courriels emails mails mensagens mensajes mensajitos messages msgs msjs smses textos texts
        txts
    """,
    "junk": """
        crap shit junk garbage bs nonsense stuff bullshit rubbish things anything something nothing nada
        porquerias basura tonterias bakwas bakvas बकवास rien kuch कुछ faltu spammy
    """,
    "reminder": """
        reminder reminders reminding remind recordatorio recordatorios recordarme recordandome lembrete
        lembretes rappel rappels रिमाइंडर offer offers ofertas oferta offres offre deals updates update
        surveys coupons coupon
    """,
    # Being taken off.
    # The word alone is an opt-out; the others may speak of a cart.
    "removal": "remove",
    "erasing": """
        delete erase strike scrub purge unlist wipe deregister quiten quita quitar saquen saca sacar
        borren borra borrar eliminen elimina eliminar remova remover removam retire retirem tire tirem
        exclua excluam apague apaguem retirez retirer supprimez supprimer enlevez enlever effacez effacer
        radiez hata hatao hatado hatana hataiye hatayein hataye hataiyega hatwao nikal nikalo nikaldo
        nikaliye mitao mita mita_do हटाओ हटा हटाएं हटाइए हटाये हटाना निकालो निकाल निकालिए मिटाओ मिटा डिलीट
        रिमूव tira saque tirar
    """,
    "take": "take pull keep tak",
    "remove_me": """
        quitame quitenme quiteme quitarme saquenme sacame saqueme sacarme borrame borrenme borreme borrarme
        eliminame eliminenme elimineme eliminarme me_borren me_saquen me_quiten me_eliminen me_tira me_tire
        me_tirem me_remova me_remove me_removam me_exclua me_retire me_apague retirez_moi retire_moi
        enlevez_moi supprimez_moi remova_me tire_me exclua_me rayez_moi me_retirer me_enlever me_desinscrire
        bajenme bajame bajeme
    """,
    "list": """
        list lists list_se database system records mailing_list contact_list contacts lista listas listado
        liste base_de_datos base base_de_dados fichier rolodex सूची लिस्ट suchi distribution_list distro
        texting_list call_list
    """,
    "number": """
        number numbr num nmbr phone cell mobile name contact_info info details data digits contact_details
        phone_number cell_number numero telefono telefone celular nombre nome datos dados coordonnees nom
        नंबर नम्बर नाम naam phone_no mobile_no line
    """,
    "off": "off out from de del da do_seu do_su des du frm of se से outta",
    # Who.
    "i": """
        i im ive id ill yo je j eu mai mein main मैं मैंने maine hum we were i_am i_have i_would
    """,
    "me": """
        me us nos moi mujhe muje mujhko mereko merko mujh hume humein hamein hamko humko mujhse m mee मुझे
        मुझको हमें हमको मेरे_को मुझ myself lhe
    """,
    "my": """
        my our mi mis mon ma mes meu minha mera meri mere hamara hamare humara मेरा मेरी मेरे हमारा
    """,
    "you": """
        you u ya ur your yall ustedes usted tu tum aap aapka apka vous vos votre voce voces seu sua seus
        suas tus su sus आप तुम आपके आपका आपकी aapke apke yours
    """,
    "can": "can could would will",
    "tell": """
        tell tells told ask asks says said say saying said_to told_me_to bolo bataiye batao bataye bola bole
        bol kaho kaha kehta kehti diga digan diles dile dijo dijeron dice dicen dit dites disait disent
        disse falou diz बोलो बोला कहा बताओ बोले wrote
    """,
    "reply": """
        reply replying replied respond responded responde responder responda envia texted type typing typed
        répondez repondez répondre repondre likho likhkar likh likhe bhejkar लिखकर लिखें भेजकर sended
        escribe teclea digite tape tapez
    """,
    "if": """
        did_i have_i am_i was_i do_i_have_to do_i_need_to should_i what_if why_am_i why_was_i if when si
        agar suppose whether se_eu अगर
    """,
    "oops": """
        accidentally accident mistake mistakenly by_mistake galti_se गलती_से por_error sin_querer par_erreur
        por_engano oops didnt_mean_to
    """,
    "how": "how como comment kaise कैसे",
    "until": """
        until till before after at while during unless_its tonight today hasta antes despues avant apres ate
        kal aaj before_9 meeting night morning evening week weekend weekends noche raat subah
    """,
    "again": """
        vuelvan vuelva vuelvas voltem volte again anymore any_more ever more further mas mais plus phir
        dobara baar_baar bar_bar baarbaar aur nunca_mas any aage फिर दोबारा बार_बार और आगे roz har_din रोज
        otra_vez de_novo encore jamais_plus phirse phir_se daily everyday every_day constantly
    """,
    # Hindi verbs that finish others.
    "band": "band bandh bandd",
    "band_hi": "बंद बन्द",
    "rok": "rok roko rokna rokiye rokdo rok_do रोक रोको रोकिए रोकना ruko_mat",
    "kar": """
        kar karo kardo karna kare karen karein kariye kariyega kijiye kijie kijiyega karde kardijiye karden
        kr kro krdo krna krdijiye karwao karte karni karana karaye करो कर करना करें कीजिए कीजिये करिए करिये
        करे करते करवाओ
    """,
    "do": """
        do dijiye dijie de_do dein den dena dijiyega दो दें दीजिए दीजिये जाए jaye jaaye hona होना karvao
    """,
    "bother": "bother",
    "subscription": "subscription subscriptions membership suscripcion inscricao abonnement सदस्यता",
    "threat": """
        block blocking blocked report reporting bloquear bloquearlos bloquear_los denunciar denunciarlos
        reportar reportarlos bloqueo bloquer signaler ब्लॉक sue suing
    """,
    "dunga": "dunga dungi dungaa doonga doongi raha rahi दूंगा दूंगी रहा रही",
    "to": "to mean_to 2 gonna going_to voy_a vou vais",
    "this": """
        this these that those it its these_damn esto estos esta estas ese esos eso este essas esses isso ces
        cette cet ca ye yeh yah isse यह ये इसे
    """,
    "polite": """
        please pls plz plzz plez plx pleas kindly now immediately asap ok okay k hey hello sir mam maam
        madam bro thanks thank_you thx ty yes yeah gracias por_favor porfa porfavor svp stp s_il_vous_plait
        merci obrigado obrigada kripya कृपया प्लीज
    """,
    "soft": """
        right bhai bhaiya yaar yar ji dude man guys folks all the a an such already permanently forever
        always both just too really actually so and with for about on in or nor por favor porfis xfa
        no_bother ahora inmediatamente los las el la un una les lo y o sil vous_plait plss ab अब abhi अभी
        jaldi turant तुरंत sab सब sabhi saare saari sare sari सारे saara koi कोई bhi भी wala wale वाले ko को
        ka ki का की के ke pe par पर mein_se hi ही toh to_toh यार भाई जी bahut damn fucking fckn freaking
        bloody effing goddamn stupid d le l os as uns umas um uma agora ja maintenant tout toutes tous tudo
        todos todas todo sms_text completely entirely altogether totally everything sorry enough_now
        sincerely instant promptly once at_once good future commercial unwanted unsolicited constant random
        annoying_as pesky cart abandoned shop store company team business people ever_again que qe q en am
        was is are be been being have has had not_even seriously literally god yep oui haan si_por_favor got
        reached tha thi hai है h he ho क्या kya part other them they yet still but pero lekin whatever which
        here there mate youve youre hell heck con com dessa desse dessas desses nessa aux au avec apni apna
        apne aise itne itna kabhi log logo logon अपने अपनी अपना लोग कभी honestly simply truly else person
        list_of yet_again due via through ahi alli ali aqui aca wahan yahan needs should must only
        not_enough
    """,
}

START_WORDS = {
    "start": """
        start unstop resubscribe re_subscribe empezar iniciar comenzar reanudar alta darme_de_alta
        dame_de_alta inscribirme suscribirme suscribeme suscribir recommencer reprendre commencer comecar
        recomecar शुरू chalu shuru चालू startt subscribe opt_in optin opt_me_in opt_me_back_in sign_me_up
        sign_me_back_up inscrever inscreva_me me_inscreva abonner abonnez_moi resume restart unpause
        reativar reactivar turn_back_on put_me_back_on add_me_back /start
    """,
    "again": """
        vuelvan vuelva vuelvas voltem volte again back de_nuevo otra_vez nuevamente de_novo a_nouveau
        phir_se dobara fir_se phirse फिर_से दोबारा
    """,
    "contact": """
        sending texting messaging text message messages texts send msg msgs updates mensajes enviar mandar
        mensagens sms मैसेज bhejna notifications reminders escribir escribirme envoyer
    """,
    "soft": """
        list me us mi mujhe मुझे moi on to the my your you can could u may puedes pueden yes please pls plz
        i want would like id im ive do quiero deseo now hi hello por favor porfa svp kar karo kardo kare
        kijiye करो करें करना कीजिए दो ok okay si yeah it from receiving getting recibir recevoir receber les
        los messages_please la el na no_more_stop
    """,
}

HELP_WORDS = {
    "help": """
        help info ayuda aide ajuda madad sahayata sahayta मदद सहायता हेल्प helpp halp informacion ayudame
        ajude_me aidez_moi
    """,
    "soft": """
        please pls plz i need want some more me can you could u get to por favor porfa necesito quiero
        preciso de j ai besoin d chahiye chahie चाहिए karo kar do करो करें करिए कीजिए mujhe मुझे meri मेरी
        svp s il vous plait hi hello hey sir bhai ji kripya कृपया dear um uma hola bonjour ola namaste
    """,
}
