"""The words of somebody who asks whether something is to be had, or what it costs. An underscore joins a phrase."""

INQUIRY_WORDS = {
    # These are a question by themselves.
    "asking": """
        do_you_have do_you_guys_have do_you_still_have do_you_have_any have_you_got
        you_got do_you_sell do_you_stock do_you_keep are_there is_there is_it
        tienen tienes tiene venden vendes manejan
        kya hai_kya h_kya hain_kya he_kya milega_kya milegi_kya milta_hai_kya mil_jayega_kya mil_sakta_hai_kya
        kya_aapke_paas क्या
    """,
    # These state as much as they ask: it takes a question mark, or one of the above.
    "there": """
        hai h hain hei available avail avlbl in_stock stock left there got have any milega milegi milenge mil_jayega
        mil_jayegi milta milti mil_sakta mil_sakti hoga hogi rakhte bechte hay habra queda quedan disponible disponibles
        en_stock en_existencia है हैं मिलेगा मिलेगी मिल_जाएगा मिल_जाएगी मिलता मिलती उपलब्ध होगा
    """,
    "verb": "is are",
    "price": """
        how_much how_much_is how_much_are how_much_for how_much_does how_much_do how_much_cost whats_the_price
        what_is_the_price what_s_the_price whats_price price_of price prices cost costs rate what_does what_do
        kitne_ka kitne_ki kitne_ke kitna_ka kitne_mein kitne_me kitne_main kitna_hai kitne_hai kitna_padega
        kitne_ka_padega kitne_ka_hai kya_price kya_rate price_kya rate_kya daam dam keemat kimat qeemat kya_daam
        cuanto_cuesta cuanto_cuestan cuanto_vale cuanto_valen cuanto_es cuanto_son cuanto_sale a_cuanto
        a_como precio precios que_precio_tiene que_precio_tienen cuanto कितने_का कितने_की कितने_के कितने_में दाम कीमत
        क़ीमत भाव रेट क्या_दाम क्या_कीमत
    """,
    # "Kya hai tiger shorts" asks what that is, unless it asks for its price.
    "what": "kya_hai kya_h kya_he क्या_है what_is whats que_es",
    # What may stand around it without turning it.
    "beside": """
        hi hello hey hola namaste namaskar नमस्ते hii hlo helo good morning evening afternoon buenas buenos dias tardes
        please pls plz plss kindly por favor porfa porfavor zara kripya कृपया you your for me us to a an the some
        something one of in on size sizes piece pieces pc pcs piec nos qty just only this that these those them with
        tambien un una unos unas el la los las de en para talla tallas pieza piezas y o lo te le les con por
        aap aapke apke tumhare paas pas pe par mein me main se ka ki ke ko
        mujhe mujhko ek wala wali wale bhi sirf abhi ab aaj now today right_now still currently ahora hoy todavia aun
        ji bhai bhaiya bhaisahab sir madam maam mam dear bro didi yeh ye wo woh vo ya aur and or na
        ustedes usted tu आप आपके पास का की के को में वाला वाली वाले एक जी भाई यह ये वो और या अभी आज साइज़ साइज
        पीस पर btw ok okay i im am want need looking like would chahiye chahie chaiye tha thi चाहिए quiero busco
        quisiera necesito also too both does it each per
    """,
}
