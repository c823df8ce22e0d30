"""The words of somebody who wants to order, and of those who only seem to. An underscore joins a phrase."""

WANT_WORDS = {
    # These ask for something: with a product named beside them they are an order.
    "want": """
        want wanna need would_like i_d_like id_like like_to_have looking_for ill_take i_ll_take i_will_take
        ill_have i_ll_have give_me send_me get_me let_me_have send please_send interested_in want_to_get
        quiero quisiera necesito me_gustaria deseo busco dame deme denme mandame mandeme enviame envieme ponme
        me_das me_da me_manda me_mandas me_llevo quiero_llevar chahiye chahie chaiye chaheye chahiyee chaahiye
        chahiyen chahte mangta lena leni lene lunga lungi loonga le_lunga le_lenge dedo de_do dijiye de_dijiye
        dena bhejo bhej_do bhej_dijiye bhejiye bhejna bhijwa bhijwa_do mangwana mangwani mangwa mangana
        mangani pack_kar_do rakh_do चाहिए चाहिये चाहता चाहती लेना लेनी लेने लूंगा लूंगी दे_दो दीजिए दे_दीजिए
        भेजो भेज_दो भेज_दीजिए भेजिए मंगवाना मंगवानी मंगाना मंगवा
    """,
    # These are the wish to buy by themselves.
    "order": """
        order orders ordering buy buying purchase place_an_order place_order new_order make_an_order order_now
        buy_now shop_now start_an_order want_to_shop shopping comprar compro pedir hacer_un_pedido
        hacer_pedido nuevo_pedido realizar_un_pedido encargar hacer_una_compra ordenar pedido order_karna
        order_karni order_krna order_karo order_kro order_kar_do order_kardo order_dena order_lagana
        order_lagao order_laga_do order_book order_de_do kharidna kharidni kharidne khareedna khareedni kharid
        khareed ordr odr ऑर्डर आर्डर ऑर्डर_करना ऑर्डर_देना ऑर्डर_करो ख़रीदना ख़रीदनी खरीदना खरीदनी ख़रीदने
    """,
    # A polite question is a wish as well.
    "may": """
        can_i_order can_i_buy can_i_purchase could_i_order could_i_buy may_i_order may_i_buy can_i_get
        can_i_have could_i_get could_i_have may_i_have can_we_order can_we_buy can_you_send_me
        could_you_send_me how_to_order how_to_buy how_do_i_order how_do_i_buy how_can_i_order how_can_i_buy
        how_to_place_an_order how_do_i_place_an_order where_can_i_order puedo_pedir puedo_comprar
        puedo_ordenar podria_pedir podria_comprar me_puedes_mandar me_puede_mandar como_compro como_pido
        como_puedo_comprar como_puedo_pedir como_hago_un_pedido como_hago_para_comprar
        quiero_saber_como_comprar kaise_order_kare kaise_order_karu kaise_order_karna order_kaise_kare
        order_kaise_karu order_kaise_karna kaise_kharide kaise_kharidu kaise_mangwaye order_kaise_hoga
        order_kar_sakta order_kar_sakti mil_sakta mil_sakti ऑर्डर_कैसे_करें ऑर्डर_कैसे_करूं कैसे_ऑर्डर_करें
        कैसे_खरीदें
    """,
    "catalogue": """
        catalogue catalog product_list products_list show_products show_me_products show_me_your_products
        show_me_what_you_have what_do_you_sell what_all_do_you_have what_do_you_have what_products_do_you_have
        your_products all_products see_products browse que_venden que_vendes que_tienen catalogo ver_productos
        sus_productos kya_kya_hai kya_kya_milta kya_bechte kya_kya_bechte kya_kya_milega saman_dikhao
        products_dikhao kya_kya_hai_aapke_paas क्या_क्या_है क्या_क्या_मिलता कैटलॉग
    """,
    # What may stand around a wish without turning it.
    "beside": """
        hi hello hey hola namaste namaskar नमस्ते hii hlo helo good morning evening afternoon buenas buenos
        dias tardes please pls plz plss kindly por favor porfa porfavor zara kripya कृपया i im i_am we u you
        me us to a an the some something anything one of for_my for_me for for_us too also and or in size
        sizes piece pieces pc pcs piec pice nos qty quantity no_of x just only color colour it this that these
        those them pair set units unit set_of more another extra yo un una uno unos unas el la los las de en
        para talla tamano pieza piezas color y por lo te le les con algo mas otra otro mujhe muje mujhko mujko
        mereko humko hume hamko ek hai h hain ho hu hoon hun he ka ki ke ko bhi aur ya wala wali wale
        size_mein mein me_se sirf bas kuch kuchh koi saiz rang se ji bhai bhaiya bhaisahab sir madam maam mam
        dear bro didi yeh ye wo woh vo tha_mujhe jaldi urgent kal_tak aaj_tak by_tomorrow by_today today_only
        para_manana cash_on_delivery cod_par मुझे मुझको हमें एक है हैं का की के को भी और या वाला वाली वाले
        साइज़ साइज पीस सिर्फ़ सिर्फ बस कुछ जी भाई यह ये वो में हूं हूँ नग yes yeah yep ok okay haan ha han si
        sure sí हां हाँ now here from online today aaj abhi अभी ahora hoy aqui yahan yahaan tengo_que
        quiero_hacer que_quiero do karna karni karne krna karo kar_do kardo kar_dijiye kijiye karu karun kare
        karein करना करनी करने करो कर_दो दो कीजिए sakta sakti hacer can could
    """,
    # With any of these it is no order: a question, an order that is there, a complaint, a refusal, a wish for later.
    "against": """
        kam nikal nikaal nikalo daal dalo forget baki बिल मैसेज हटा हटाओ निकाल बंद कम
        ordered bought purchased placed paid received got arrived delivered came compre pedi compramos pague
        recibi llego kharida kharidi liya mangwaya mangaya manga_liya order_kiya kiya_tha diya_tha kiya_hai
        kar_diya kar_chuka kar_chuki mila mili aaya aayi खरीदा लिया मंगवाया किया मिला आया my mine mera meri
        mere apna apni mi mis nuestro our hamara hamari मेरा मेरी मेरे हमारा where when status track tracking
        update shipped dispatch dispatched arrive arriving delivery deliver shipping ship parcel courier reach
        reached late delayed kahan kaha kidhar kab kabtak kab_tak pahuncha pahuchega ayega aayega aega aaega
        milega donde cuando estado rastreo rastrear llega llegara envio seguimiento demora कहां कहाँ कब आएगा
        मिलेगा पहुंचा स्टेटस cancel cancelled cancelar cancela anular cancellation radd रद्द कैंसल call_off
        return returns refund refunds money paisa paise back wapas vapas waapas wapsi devolver devolucion
        reembolso dinero वापस पैसे रिफंड रिफ़ंड change exchange replace replacement swap instead different
        badal badalna badlo badli badlna cambiar cambio cambia बदल बदलना बदलो modify edit correct wrong galat
        equivocado गलत ग़लत damaged broken defective faulty torn missing complaint problem issue kharab
        kharaab tuta toota phata roto rota defectuoso queja problema shikayat खराब ख़राब टूटा शिकायत not dont
        do_not didnt did_not wont never no nope nah nahi nahin nhi nai mat na nada nunca tampoco ni nothing
        none neither without sin नहीं नही मत ना cannot cant couldnt wouldnt isnt arent stop unsubscribe later
        tomorrow next_week next_month remind baad manana luego despues kal parso salary payday soon someday
        maybe perhaps thinking think_about might quizas tal_vez shayad sochta sochti soch kabhi pensar बाद कल
        शायद सोच what whats which who why how price prices cost costs rate rates expensive cheap cheaper
        discount offer coupon is are was were does did do_you do_u have_you any_other available availability stock
        in_stock material cotton real original warranty guarantee cod payment pay upi cash card emi invoice
        bill receipt gst policy que cual como quien cuanto cuanta cuantos cuantas hay tienen tienes tiene
        precio precios cuesta cuestan vale descuento oferta factura garantia disponible acepta aceptan kya
        kyaa kaun kaunsa konsa kitna kitne kitni kaise kyun kyu daam dam keemat kimat milta milti
        available_hai kharch chhoot sasta sasti mehnga kaam kya_hai kitna_hai क्या कौन कितना कितने कितनी कैसे
        क्यों दाम कीमत क़ीमत मिलता छूट talk speak call contact help human agent person manager owner someone
        somebody support hablar ayuda persona agente baat baat_karni madad बात मदद information info details
        know know_more saber informacion detalles jaankari jankari janna जानकारी photo photos picture pictures
        pic pics video foto fotos tasveer फोटो catalogue_pdf job jobs work naukri trabajo wholesale bulk
        resell reseller distributor franchise mayoreo thok dealer custom customise customize customised
        customized personalise personalize personalised personalized engraved engrave printed_with
        with_my_name name_on hand_painted special made_to_order design personalizado personalizada a_medida
        grabado naam_likha naam_likhwana naam_likhwa apne_naam isme_naam spl नाम message messages text texts
        texting texted msg msgs sms spam mensaje mensajes band_karo notifications reminder reminders email
        emails mail cart checkout carrito code coupon_code otp link login account password address direccion
        pata phone number numero add_to edit_my remove quita hata hatao app website site web feedback review
        survey thanks thank thankyou gracias shukriya dhanyavad धन्यवाद शुक्रिया if unless before after once
        when_will while because but however pero si_es agar lekin par_nahi magar अगर लेकिन he_said she_said
        they my_friend someone_else wait ruk ruko rukiye espera hold hold_on busy asked told said says
        in_order out_of order_of mail_order law_and_order pecking court in_order_to
    """,
}
