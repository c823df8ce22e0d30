"""Colours as shopkeepers call them: each line is one colour, in English, Hinglish, Hindi and Spanish."""

_LINES = """
    red laal lal लाल rojo roja rojos rojas
    blue neela neeli neele nila nili नीला नीली नीले azul azules
    green hara hari hare हरा हरी हरे verde verdes
    yellow peela peeli peele पीला पीली पीले amarillo amarilla amarillos amarillas
    black kala kaala kali kaale काला काली काले negro negra negros negras
    white safed safaid सफेद blanco blanca blancos blancas
    pink gulabi गुलाबी rosa rosas rosita
    orange narangi नारंगी naranja naranjas anaranjado
    purple baingani jamuni बैंगनी जामुनी morado morada morados moradas
    brown bhura bhoora भूरा कत्थई
    grey gray गाढ़ा_ग्रे ग्रे gris grises
    maroon vino मैरून
    navy marino नेवी
    beige cream क्रीम
    golden gold sunehra सुनहरा dorado dorada
    silver plateado plateada सिल्वर
    violet violeta
    mustard mostaza
    peach durazno
    turquoise firozi turquesa फिरोजी
    teal
    magenta
    khaki caqui खाकी
    olive oliva
    rust
    indigo
    lavender lila lavanda
    multicolour multicolor
    cafe
"""
COLOURS = tuple(line.split() for line in _LINES.strip().splitlines())

# A shade is a colour of its own: who asked for blue did not ask for "navy blue", "azul marino", "हल्का नीला".
_ENGLISH, _HINDI, _SPANISH = (
    [line[0] for line in COLOURS[:11]],
    [word for line in COLOURS[:11] for word in line if not word.isascii()]
    + "laal neela neeli hara hari peela kala safed gulabi".split(),  # noqa: SIM905
    "rojo roja azul verde amarillo amarilla negro blanco rosa naranja morado morada cafe gris".split(),  # noqa: SIM905
)
SHADES = tuple(
    [f"{shade}_{name}" for shade in "light dark sky navy royal deep pale bottle sea baby".split() for name in _ENGLISH]  # noqa: SIM905
    + [
        f"{shade}_{name}"
        for shade in "halka halki gehra gehri हल्का हल्की हल्के गहरा गहरी गहरे light dark".split()  # noqa: SIM905
        for name in _HINDI
    ]
    + [
        f"{name}_{shade}"
        for shade in "claro clara oscuro oscura marino cielo rey celeste pastel fuerte bajito electrico".split()  # noqa: SIM905
        for name in _SPANISH
    ]
)
