"""What an answer about stock is dressed in: whom they speak to, greetings, pronouns, words that change nothing."""

DRESS_WORDS = {
    # Whom they speak to.
    "vocative": """
        sir sirji sir_ji madam mam maam mem madamji madam_ji maamji boss bos bosss chief bro brother sis sister
        bhai bhaiya bhaiyya bhaia bhaiyaji bhaiya_ji bhai_saab bhai_sahab bhaisaab bhaisahab bhaiji bhai_ji
        bhayya bhaijaan bhai_jaan bhau bhava yaar yar dost uncle uncleji uncle_ji aunty auntyji didi didiji dear
        friend buddy dude mate pal man hon honey darling sweetie ji jee jii saab sahab sahib saabji sahabji
        saheb seth sethji seth_ji beta beti betaji bete chacha chachaji chachi mausi kaka kaki dada dadaji baba
        babu babuji guru guruji ustad janab miyan huzoor bhabhi bhabhiji behen behenji bahen bahenji bahan
        bahanji anna akka thambi tai paaji paji veerji veere mitra mitr jaan yaara dosto भाई भैया भैयाजी
        भाई_साहब भाईसाहब भाईजान साहब साब सर सरजी मैडम मैडमजी जी यार दोस्त बेटा बेटी बेटे चाचा चाचाजी चाची मौसी
        काका दादा बाबा बाबू बाबूजी दीदी भाभी बहन बहनजी अंकल आंटी जनाब उस्ताद गुरु गुरुजी सेठ सेठजी बॉस ब्रो डियर
        मित्र पाजी अन्ना मिस्टर madame mister mr mrs ms gentleman
    """,
    "dress": """
        someone somebody ladka ladke ladko banda bande aadmi boy boys guy guys person physically completely
        totally simply exact_same again consider considered check_done do i we u you im ill id she they them him
        her it that this these those the my your our us mine yours to be been being will would shall can could
        does did so very much really quite please pls plz plss kindly hello hey hlo helo hi_there hello_there
        hey_there namaste namaskar नमस्ते नमस्कार ram_ram good_morning good_afternoon good_evening good_night gm
        salaam salam jai_shree_krishna morning_sir oh ohh oho ah aww arre are_bhai arey arrey aree अरे haha hehe
        lol well then as with still any up own mere hamare mera meri hamara apne apna मेरे हमारे मेरा मेरी हमारा
        अपने mujhe hum ham main maine humne hamne मैं मैंने हम हमने aap aapko aapka aapke आप आपको tum wo woh vo
        yeh ye isko usko iska uska ये यह वो वह इसका उसका waha wahan yaha yahan यहां वहां idhar toh तो ho_gaya
        hogaya ho_gya hogya ho_gayi ho_gaye hogaye ho_gyi हो_गया हो_गई हो_गए raha rahe rahi रहा रहे रही rha rhe
        rhi hote hota hoti कर kar karo kro krdo kr de_diya सе से aa aata aati aate ata ati आता आती आते aake
        aakar आकर sorry sry soory sori maaf maaf_kijiye maaf_karna maf_karo maafi माफ माफ_कीजिए माफ_करना afraid
        unfortunately regret yes_i kind good nice new fresh naya nayi नया original best same wahi wohi exact
        exactly size_me dear_sir right_here lying_here anytime any_time whenever kabhi_bhi kabhi_bhi_aa
        in_the_back back front large medium small big of_them lagbhag approx approximately nearly count quantity
        qty quantities khud hamesha always jab jo jaise haazir counter_ke_neeche neeche upar andar company कंपनी
        supplier factory by_hand safe safely now_itself itself hand myself ourselves side aside alag
        अलग pass paas pas पास ps making make made wanted asked_for asking_for mentioned you_asked you_wanted
        today_itself chhota bada market din_bhar aram aaram lekar leke kiya_hai rehne wagera vagera etc sakta
        sakte sakti possible capable able moment hua hue hui हुआ हुए हुई kaam se_zyada se_jyada zyada jyada more_than above
        mas_de hua_hai should must liye लिए keliye k_liye ke_liye के_लिए aapko_batau for_you for_u for_ur
        aapkeliye apke apko aapki apki आपके_लिए आपकी हमारी ye_wala ye_wali yeh_wala wo_wala woh_wala vo_wala
        ये_वाला ये_वाली वो_वाला यह_वाला this_wala that_wala final_bata ho हो hain_ji just_now_checked
        checked_just_now unka kisi_ko kisiko किसी_को shipment consignment truck gaadi gadi then_only captain
        champ weve theyre thats youre youll ive_just whatever under_your_name in_your_name aapke_naam_pe
        aapke_naam_se dijiye dijiyega dijie दीजिए दीजिये दीजिएगा kijiye kijie करिए कीजिए gst tax taxes extra
        including incl plus_gst naam jaldi_bhejo jaldi_bhej_do jaldi_bhejiye jaldi_bhejna jaldi_bhijwao jaldi_bhej_dena
        जल्दी_भेजो जल्दी_भेज_दो जल्दी_भेजना
    """,
}  # fmt: skip
