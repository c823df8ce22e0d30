"""What shops sell, as they call it: each line is one kind of goods, in English, Hinglish, Hindi and Spanish.

A name of the kind that was asked for names it ("chadar hai" for a bedsheet); another kind is something else that they
have: "jacket 2 hai" is no answer to who asked for a kurta.
"""

_LINES = """
    kurta kurtas kurte कुर्ता कुर्ते कुरता
    kurti kurtis kurtiyan कुर्ती कुर्तियां
    saree sarees saris sariyan saariyan साड़ी साड़ियां
    shirt shirts kameez qameez कमीज शर्ट
    t_shirt t_shirts tshirt tshirts tee teeshirt टीशर्ट टी_शर्ट camiseta camisetas
    pant pants trouser trousers patloon पैंट pantalon pantalones
    jeans denims जींस vaqueros mezclilla
    pajama pajamas pyjama pyjamas payjama payjame पजामा पाजामा
    salwar shalwar salwaar सलवार
    legging leggings लेगिंग
    palazzo palazzos plazo प्लाजो
    lehenga lehnga lehanga lehenge ghagra लहंगा
    dupatta dupatte dupattas chunni chunniyan odhni दुपट्टा दुपट्टे चुन्नी
    blouse blouses ब्लाउज
    petticoat पेटीकोट
    shorts nikkar nikar nicker शॉर्ट्स निक्कर bermuda bermudas
    lungi लुंगी
    dhoti धोती
    sherwani शेरवानी
    jacket jackets जैकेट chamarra chaqueta chaquetas
    coat coats blazer blazers कोट
    waistcoat nehru_jacket सदरी
    sweater sweaters sweter swetar स्वेटर sueter sueteres
    hoodie hoodies sweatshirt sweatshirts हुडी sudadera sudaderas
    shawl shawls शॉल
    scarf scarves muffler स्कार्फ मफलर bufanda
    frock frocks फ्रॉक
    gown gowns गाउन
    skirt skirts स्कर्ट falda faldas
    nightie nighty nighties नाइटी
    bra bras
    panty panties
    vest vests baniyan banian बनियान
    underwear चड्डी chaddi
    sock socks moze moje jurab मोजे जुराब calcetin calcetines
    handkerchief rumal roomal rumaal रुमाल panuelo
    cap caps topi topiyan टोपी gorra gorras
    pagdi पगड़ी
    belt belts बेल्ट cinturon cinturones
    gloves dastane दस्ताने guantes
    shoe shoes joota joote जूता जूते zapato zapatos tenis
    sandal sandals सैंडल sandalia sandalias
    chappal chappals chappalen slipper slippers चप्पल chanclas
    jutti juttis mojari जूती
    wallet wallets batua batue बटुआ वॉलेट cartera carteras billetera
    handbag handbags हैंडबैग bolso bolsos
    backpack backpacks बस्ता mochila mochilas
    suitcase suitcases सूटकेस maleta
    bangle bangles choodi choodiyan churi chudi chudiyan चूड़ी चूड़ियां pulsera pulseras
    necklace necklaces neckpiece नेकलेस
    earring earrings jhumka jhumke jhumki झुमका झुमके aretes
    payal anklet anklets पायल
    angoothi anguthi अंगूठी anillo anillos
    ghadi ghadiyan घड़ी reloj relojes
    sunglasses goggles chashma chashme चश्मा lentes
    bedsheet bedsheets bed_sheet bed_sheets chadar chaddar chadare chadaren चादर बेडशीट sabana sabanas
    blanket blankets kambal कंबल cobija cobijas
    quilt quilts razai rajai रजाई edredon
    pillow pillows takiya takiye तकिया almohada almohadas
    pillow_cover pillow_covers
    cushion cushions गद्दी cojin cojines
    curtain curtains parde पर्दा पर्दे cortina cortinas
    towel towels tauliya tauliye toliya तौलिया toalla toallas
    doormat doormats paidan पायदान
    carpet carpets rug rugs kaleen कालीन tapete tapetes
    tablecloth mezpos manteles
    mug mugs मग
    cup cups कप
    gilas गिलास vaso vasos
    plate plates thali thaliyan thaali प्लेट थाली plato platos
    bowl bowls katori katoriyan कटोरी कटोरा tazon
    spoon spoons chammach चम्मच cuchara cucharas
    bottle bottles botal botle botalen बोतल botella botellas
    tiffin tiffins lunchbox lunch_box डिब्बा टिफिन lonchera
    cooker cookers कुकर
    kadhai kadai karahi कढ़ाई
    tawa तवा sarten
    bucket buckets balti baltiyan बाल्टी cubeta cubetas
    jug jugs जग jarra
    thermos flask flasks
    toy toys khilona khilone खिलौना खिलौने juguete juguetes
    gudiya गुड़िया
    notebook notebooks नोटबुक cuaderno cuadernos
    umbrella umbrellas chhata chhatri छाता छतरी paraguas sombrilla
    perfume perfumes attar itra इत्र
    soap soaps sabun साबुन jabon jabones
    shampoo shampoos शैंपू champu
    candle candles mombatti मोमबत्ती
    idol idols murti murtiyan मूर्ति estatua
    keychain keychains keyring chhalla llavero llaveros
    charger chargers चार्जर cargador
    earphone earphones headphone headphones audifonos
"""
WARES = tuple(line.split() for line in _LINES.strip().splitlines())
