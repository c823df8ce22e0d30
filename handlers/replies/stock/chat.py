"""How people shorten words as they type, and real words that are no misspelling of what they look like.

Each line gives a word, or a phrase joined by underscores, and how it is shortened; what drops its vowels alone needs no
line, `spelling` finds it.
"""

_SHORTENED = """
    have hav hv hve havin
    there ther
    not nt nott
    nahi nh
    is iz
    yes yse yss yesh yas yass yesss yus
    tomorrow tom tmrw tmr tmrow tmw tmorow tomoro tomo tmro tomm tomrw tmrrw tomorow tommorow tommorrow
    today tdy tody
    tonight tnite tonite
    morning morn mrng mornin mng mrg mrning
    evening evng eve evg evenin
    afternoon aftn aftrnoon
    before bfor befor
    after aftr afta
    take tke tak
    want wnt
    will wil wll
    with wid wth
    by bi
    send snd sned
    come cm cum
    coming comin cmng cming
    please plis pliz plse pleas
    for fr
    and nd an
    this dis dz
    that dat tht
    of ov
    only onli oly onlee onlly ony onyl
    left lft
    ready rdy redi reddy rdi radi raedy
    available avl avlb avble avlabe awailable awelable avelable avilable avaible avlbl abailable
    stock stck stk
    sold sld soldd sould
    finished fnshd finshd finised
    kal kl
    hai hae hea
    nahi nhi nai nehi nahee nahe nhin ni nii
    haan hn haa haw hnn haaan
    abhi abhe abh abi
    aajayega aajyga ajayga ajayega aajaiga ajaega aajega aajyega ajyga aajaygi ajayegi
    hojayega hojyga hojaiga hojega hojayga
    miljayega miljyga milijayga miljaiga miljega
    kardunga krdunga krdnga
    dono dno donu dnoo
    khatam ktm khtm khatem
    subah subh sbh sbah
    shaam shm sham
    tak tk
    baad bd
    piece pis pce pece piec
    pieces pcz piecs peaces
    tengo tngo tngo tenqo tegno
    tenemos tnemos tenmos
    que q
    por_favor xfa xfavor pf porfis
    manana mnn
    tambien tmb tb tmbn
    disponible dispo disp
    ahorita aorita haorita orita
    pero xro
    porque xq pq porq
    nada_mas namas nms
    hasta asta
    llega yega
    llegan yegan
    llevo yevo
    ya_no yano
"""
# Spellings that stand in vocabularies of their own already, or that are other words, are left out when this is read.
SHORTENED = {
    short.replace("_", " "): line.split()[0].replace("_", " ")
    for line in _SHORTENED.strip().splitlines()
    for short in line.split()[1:]
}

# Words of their own that stand one letter from a listed one: "solid" is not "sold".
REAL_WORDS = frozenset(
    """
    solid stone scold world could would should around another where there these those three their they then than them
    wool wooden linen plain plane print printed paint pant pants shirt skirt short shorts dress kurti lehenga dupatta
    shade shape sleeve stitch stitched collar pocket button border fabric material cotton silk velvet denim polyester
    rayon georgette chiffon organza crepe leather rubber handle bottle carton packet bundle label quality
    mother father sister mother cousin doctor master mister street station village village centre center corner
    monday money honey phone stone bone bold told gold hold cold fold mold bald mild wild child
    seat meat heat beat neat coat boat goat
    said says told kehta kehte kehti chair chairs ghee hoga honge hogi combo manager managers
    party partly pretty petty plenty twenty empty
    black block blank bank thank tank
    light right night might sight fight tight
    hour hours house horse course source
    later letter latter matter better bitter butter
    first worst burst thirst
    clear dear near fear gear year hear wear bear tear
    hand band land sand stand brand grand
    sort port part cart chart smart start
    sister system
    date mens dama larga largo mard whole carry note pagar pagan tenga tengan vendo venda nombre llego lleg laga bolta
    date rate gate late fate mate
    casa cosa caja cara carta cama capa copa ropa roja taza tela vela suela escuela
    playera blusa falda vestido camisa pantalon chamarra sueter bufanda gorra bolso zapato cinturon
    bueno buenas nuevo nueva huevo huevos
    barato barata caro cara claro clara raro rara
    kapda kapde dukan makan dhaga dhage rang rangeen chhapai kadhai silai
    sona chandi peetal tamba loha lakdi kaanch
    gaadi saadi shaadi saree sari dari
    garam naram sharam bharam
    mausam mausi mama mami nana nani
    pehla pahla teesra tisra teesri chautha panchva first second third fourth fifth primero
    segundo tercero cuarto quinto
    paani rani nani kahani purani jawani
    """.split()  # noqa: SIM905
)
