"""Words of opting out in the world's other languages, added to the classes of optout_words.

What is here are keywords that carriers and vendors document (China's TD and 退订, Turkey's RET, Israel's הסר, Iran's
لغو۱۱, Indonesia's UNREG, Korea's 수신거부), what people really type, and the words that such sentences share: ceasing,
messages, writing and sending, refusing, removal. Inflection is left to the pieces of words that evidence reads. A word
that English, Spanish, Hindi, Portuguese or French use otherwise stands here in phrases only.
"""

from collections.abc import Mapping

WORLD_OPT_OUT = {
    # Verbs of ceasing that are keywords, too.
    "cease": """
        unterlassen lasst_das kappen prestare_fine finiamola kapt stutati opriti_va incetati_va lopettakaapa přestaň
        nechte_toho hagyják_békén alljanak_le álljatok_le állj_le κοψτε κοψτε_το завязывайте заканчивайте кончайте
        кончай годі_вже kesin kesin_artık بس_رسائل كافي خلاص_بقى توقفو حلوا قطعش_کنید بس_کنید تمام_کنید תפסיקו_כבר
        חלאס مہربانی_بند বাদ_দেন পাঠানো_বন্ধ થોભો பண்ணுறத_நிறுத்து ఆపెయ్యండి ఆపించండి ನಿಲ್ಲಿಸ್ರಿ നിർത്തിക്കോ ਬੱਸ_ਕਰੋ
        ਬਸ_ਕਰੋ ਰੋਕ_ਦਿਓ udahan setop tumigil_na itigil_na ngừng_gửi เลิก หยุดเถอะ พอได้แล้ว พอแล้ว 别发了 别发
        不要发了 停止吧 やめろ やめてほしい やめてくれ 止めろ 그만요 그만좀 그만해요 멈춰요 중단 koma wachaneni_na
        bouke_voye fermati fermatevi fermalo smettetela smettete smettila smetti finitela piantatela ferma
        fermate arresta arrestare stopt
        stoppt stoppet ophouden hou_op houd_op stop_met przestan przestancie zatrzymaj opreste opriti incetati
        inceteaza terminati sluta slutt avslutt avsluta lopeta lopettakaa prestante prekratite zastavte ukoncit
        hagyjak_abba hagyd_abba alljatok_le fejezzek_be σταματηστε σταματα σταματηστε_να στοπ прекратите прекрати
        перестаньте остановите остановить припиніть припини перестаньте_слать досить зупиніть durdur durdurun durun
        birakin أوقفوا وقفوا وقف ايقاف_الرسائل بطلوا بطل كفاية_رسائل متوقف_کنید متوقف_کن قطع_کنید تمومش_کنید
        נא_להפסיק תפסיקו תפסיק תפסיקי הפסיקו די_כבר עצור עצרו להפסיק روکو روکیں روک_دیں بس_کرو بس_کریں থামান থামাও
        থামুন বন্ধ_করুন বন্ধ_করেন বন্ধ_করো বন্ধ_কর বন্ধ_করে_দিন থামেন थांबवा थांबव थांबा બંધ_કરો બંધ_કરી_દો બંધ_કર
        રોકો અટકાવો நிறுத்து நிறுத்துங்கள் நிறுத்தவும் நிறுத்துங்க நிப்பாட்டு நிப்பாட்டுங்க ఆపు ఆపండి ఆపేయండి ఆపేయి
        నిలిపివేయండి నిలిపేయండి ಆಪಿ ನಿಲ್ಲಿಸಿ ನಿಲ್ಲಿಸು ನಿಲ್ಸಿ ನಿಲ್ಲಿಸಿಬಿಡಿ നിർത്തുക നിർത്തൂ നിർത്ത് നിർത്തണം നിർത്തു
        ਬੰਦ_ਕਰੋ ਬੰਦ_ਕਰ ਬੰਦ_ਕਰ_ਦਿਓ ਰੋਕੋ ਹਟਾਓ_ਮੈਨੂੰ hentikan berhentilah stopkan tumigil itigil tigil tigilan ihinto
        hinto dừng_lại ngừng ngưng dừng หยุด หยุดส่ง เลิกส่ง 停止 停止发送 やめて やめてください 止めて 停止して
        ストップ 중지 그만 그만해 그만하세요 그만해주세요 멈춰 정지 스톱 acheni acha_kunitumia sitisha komesha
        simamisheni sispann kanpe rete hætte_med_at sluta_skicka stopp_med hört_auf hör_auf hören_sie_auf hoer_auf
        aufhören बंद_करा
    """,
    # Keywords that say nothing else when they stand alone.
    "bare": """
        stoppen стоп стой стойте хватит отписка отписаться отпишите отпишись отписать отписываюсь відписатися
        відпишіть відписка відпишись стоп_розсилка годі abmelden abmeldung abbestellen austragen kündigen
        schluss_jetzt hör_auf_damit afmelden uitschrijven opzeggen uitschrijving stopzetten disiscrivi disiscrivimi
        cancellami disattiva recesso wypisz wypisz_mnie rezygnuje rezygnacja wylacz wyrejestruj dezabonare
        dezabonati dezabonez dezaboneaza opreste_sms avregistrera avanmäl avsluta_sms frameld afmeld afmelding
        avmeld avmelding meld_av meld_meg_av peruuta_tilaus odhlasit odhlaste odhlaste_me zrusit_odber konec_sms
        leiratkozas leiratkozom leiratkozni leirat διαγραφη διαγραψτε διαγραψτε_με απεγγραφη τερματισμος iptal cikis
        uyelik_iptal abonelikten_cik توقف توقفوا أوقف إيقاف الغاء إلغاء قف الغاء_الاشتراك الغاء_اشتراك كفى لغو لغو11
        لغو_۱۱ توقف_پیامک غیرفعال הסר הסירו הסרה הסירו_אותי להסרה תסירו ביטול_מנוי بند بند_کرو بند_کریں بند_کر_دیں
        বন্ধ থামো আনসাবস্ক্রাইব बंद_करावे બંધ અટકો ஸ்டாப் స్టాప్ ಸ್ಟಾಪ್ സ്റ്റോപ്പ് സ്റ്റോപ് স্টপ સ્ટોપ ਸਟਾਪ
        স্টপ_করুন ਬੰਦ berhenti unreg henti batal_langganan berhenti_langganan tama_na ayoko_na awat_na huỷ
        huy_dang_ky hủy_đăng_ký từ_chối หยุดส่งข้อความ ยกเลิกการรับข้อความ เลิกติดตาม ไม่รับข้อความ 退订 拒收
        取消订阅 退閱 配信停止 解除 退会 登録解除 配信解除 購読解除 수신거부 수신_거부 거부 해지 무료수신거부
        구독취소 수신차단 차단 jitoe niondoe dezabone dezabonnen prekini basta_messaggi basta_sms smettila_subito
        odjava odjavi odjavi_me odjavite odjavite_me odjavljujem odjavljujem_se prestani prestanite
        ispis ispisi_me ispisite_me בטל בטלי בטלו stopp_stopp ende_aus reicht_jetzt elég_volt khalas_stop
        wa22ef wa2ef wa2fo
    """,
    # Words with other meanings, keywords only where nothing else is written.
    "alone": """
        ⛔ 🚫 📵 🔕 停 退 止 พอ dur די بس كفاية genug genoeg dosc wystarczy destul ajunge elég φτάνει αρκετά tarpeeksi
        riittää nok_nu
    """,
    # Keywords of the carriers of one country, too short to mean only that elsewhere.
    "faint": "td ret",
    "cancel": """
        annulla annullare annuleren anuluj anulati anuleaza avbryt annuller_alt peruuta zrusit ακύρωση отмена
        скасувати 取消 キャンセル ยกเลิก 취소 batal batalkan ghairi anile
    """,
    "unsub": """
        abo_kündigen newsletter_abbestellen cancellatemi disiscrivermi disiscrivetemi annullare_iscrizione
        disiscrizione toglietemi cancellate_il_mio_numero uitschrijven_voor schrijf_me_uit meld_me_af meld_mij_af
        wypiszcie wypisac wypiszcie_mnie wypisac_sie ma_dezabonez ma_dezabonati dezabonati_ma vreau_sa_ma_dezabonez
        avregistrera_mig avregistrer avprenumerera avsluta_prenumerationen framelde afmelde afmelde_mig melde_meg_av
        peru_tilaus perua_tilauksen poistakaa_minut poista_minut odhlasit_odber odhlaste_mne odhlaste_moje
        leiratkozhatok iratkozni_le vegyenek_le_a_listarol vegyetek_le απεγγραφείτε θέλω_διαγραφή отпишите_меня
        отписаться_от отписываюсь_от отключите_рассылку уберите_меня_из відпишіть_мене відписатися_від
        abonelikten_çıkmak listeden_çıkarın beni_çıkarın الغاء_اشتراكي إلغاء_الاشتراك_من שלחו_הסרה תורידו_אותי
        הורידו_אותי להסיר_אותי لغو_عضویت لغو_اشتراک ان_سبسکرائب آن_سبسکرائب berhenti_berlangganan stop_langganan
        hapus_nomor tanggalin_nyo_ako tanggalin_niyo_ako paki_tanggal i_unsubscribe mag_unsubscribe hủy_nhận
        hủy_theo_dõi ยกเลิกรับ ยกเลิกการรับ ยกเลิกสมาชิก 我要退订 购读停止 購読停止 配信を停止 配信を解除 メール停止
        수신거부합니다 구독해지 구독_취소 수신거부해주세요 jitoa kujitoa niondoeni nitoeni retire_m efase_m
        dezabone_m wegschrijven abmelden_von
    """,
    "idiom": """
        lass_mich_in_ruhe lasst_mich_in_ruhe lassen_sie_mich_in_ruhe falsche_nummer falsche_nr lasciatemi_in_pace
        lasciami_in_pace numero_sbagliato avete_sbagliato_numero sbagliato_numero laat_me_met_rust verkeerd_nummer
        verkeerde_nummer fout_nummer laat_mij_met_rust dajcie_mi_spokoj daj_mi_spokoj dajcie_spokoj odczepcie_sie
        pomylka zly_numer lasati_ma_in_pace lasa_ma_in_pace numar_gresit ati_gresit_numarul lämna_mig_ifred
        lämna_mig_i_fred fel_nummer lad_mig_være lad_mig_i_fred forkert_nummer la_meg_være la_meg_i_fred feil_nummer
        jättäkää_rauhaan jätä_rauhaan jättäkää_minut_rauhaan väärä_numero nechte_me_byt nechte_me_na_pokoji
        dejte_mi_pokoj špatné_číslo spatne_cislo hagyjanak_bekén hagyjanak_beken hagyjatok_békén hagyj_békén
        téves_szám rossz_szám αφηστε_με_ησυχο αφηστε_με_ησυχη αφήστε_με_ήσυχο λάθος_αριθμός λάθος_νούμερο
        оставьте_меня_в_покое оставь_меня_в_покое отстаньте отстань отвалите отвали отвяжитесь отвяжись отцепитесь
        отцепись идите_лесом иди_лесом пошли_вон не_тот_номер ошиблись_номером вы_ошиблись_номером
        відчепіться дайте_спокій залиште_мене_в_спокої не_той_номер помилилися_номером beni_rahat_bırakın
        rahat_bırakın yanlış_numara yanlis_numara اتركوني_في_حالي الرقم_غلط رقم_غلط رقم_خطأ الرقم_خطأ سيبوني_في_حالي
        حلوا_عني شماره_اشتباه اشتباه_گرفتید اشتباه_گرفتین ولم_کنید دست_از_سرم עזבו_אותי תעזבו_אותי טעות_במספר
        מספר_שגוי תורידו_ממני غلط_نمبر رانگ_نمبر جان_چھوڑو پیچھا_چھوڑو ভুল_নাম্বার ভুল_নম্বর রং_নাম্বার चुकीचा_नंबर
        चुकीचा_नंबर_आहे રોંગ_નંબર ખોટો_નંબર தவறான_எண் ராங்_நம்பர் రాంగ్_నంబర్ రాంగ్_నెంబర్ తప్పు_నంబర్ ರಾಂಗ್_ನಂಬರ್
        ತಪ್ಪು_ನಂಬರ್ തെറ്റായ_നമ്പർ റോങ്ങ്_നമ്പർ റോങ് ਗਲਤ_ਨੰਬਰ salah_nomor salah_sambung nomor_salah maling_numero
        mali_ang_number tantanan_niyo_ako lubayan_niyo_ako wrong_number_po nhầm_số sai_số để_tôi_yên làm_ơn_tha
        เบอร์ผิด ผิดเบอร์ อย่ามายุ่ง 发错人了 发错了人 打错了 你找错人了 号码错了 别烦我 不要骚扰 勿扰 人違い
        番号違い 番号が違い 放っておいて 잘못_보내 번호_잘못 잘못_보내셨 namba_si_yangu umekosea_namba
        mmekosea_namba kite_m_trankil lese_m_trankil move_nimewo
    """,
    # "Do not send me", "do not write to me": negation and verb in one.
    "desist": """
        schreibt_mir_nicht schreiben_sie_mir_nicht schreib_mir_nicht schickt_mir_keine schicken_sie_mir_keine
        senden_sie_mir_keine sendet_mir_keine nicht_mehr_schreiben nichts_mehr_schicken keine_sms_mehr
        keine_nachrichten_mehr keine_werbung_mehr non_scrivetemi non_scrivermi non_mandatemi non_mandarmi
        non_inviatemi non_inviarmi non_contattatemi non_contattarmi non_scrivete stuur_me_geen stuur_mij_geen
        niet_meer_sturen niet_meer_appen geen_berichten_meer geen_sms_meer geen_reclame_meer nie_piszcie nie_pisz
        nie_wysylajcie nie_wysylaj nie_przysylajcie prosze_nie_pisac prosze_nie_wysylac nu_mai_trimiteti
        nu_mi_mai_trimiteti nu_mai_scrieti nu_imi_mai_scrieti nu_mai_trimite nu_ma_mai_contactati skicka_inte
        inte_skicka skriv_inte skicka_inga inga_fler_sms lad_være_med_at_skrive skriv_ikke send_ikke ikke_send
        ikke_skriv ikke_flere_sms ingen_flere_sms älkää_lähettäkö älä_lähetä älkää_laittako älkää_tekstailko
        ei_enää_viestejä neposilejte neposilat nepiste_mi nepiste uz_mi_nepiste nekontaktujte nechci_dostavat
        ne_küldjenek ne_irjanak ne_írjanak ne_küldjetek ne_irjatok ne_zaklassanak μην_στελνετε μη_στελνετε
        μη_μου_στελνετε μην_μου_στελνετε μη_μου_ξαναστειλετε μην_ξαναστειλετε μη_μου_γραφετε не_присылайте не_пишите
        не_шлите не_пиши не_отправляйте не_присылай не_беспокойте не_звоните больше_не_пишите не_надо_мне_писать
        не_надсилайте не_пишіть не_шліть не_присилайте не_турбуйте не_дзвоніть göndermeyin gondermeyin gönderme
        göndermeyiniz yazmayın yazma atmayın atma mesaj_atmayın aramayın rahatsız_etmeyin لا_ترسلوا لا_ترسل
        لا_تراسلوني لا_تراسلني لا_ترسلوا_لي لا_تكتبوا ما_ترسلوا متبعتوش ما_تبعتوا ما_تبعتولي ما_ترسلولي متبعتليش
        ما_تدزون لا_تدزون ما_تصيفطوش لا_تتصلوا la_trslo la_tersloli ma_tersloli matb3tosh matb3atoosh ma_tb3to
        نفرستید نفرستین نفرست پیام_ندید پیام_ندین پیام_نده ارسال_نکنید مزاحم_نشید مزاحم_نشوید אל_תשלחו אל_תשלח
        לא_לשלוח אל_תכתבו אל_תפנו אל_תתקשרו מספיק_לשלוח نہ_بھیجیں مت_بھیجیں مت_بھیجو نہ_بھیجو نہ_بھیجا میسج_نہ
        مت_کریں نہ_کیا_کریں na_bhejen mat_bhejen na_bheja_karen পাঠাবেন_না পাঠাবে_না পাঠিও_না পাঠায়েন_না দিবেন_না
        দেবেন_না মেসেজ_দিও_না করবেন_না বিরক্ত_করবেন_না पाठवू_नका पाठवू_नकोस करू_नका पाठवत_जाऊ_नका મોકલશો_નહીં
        મોકલશો_નહિ ન_મોકલો મોકલતા_નહીં મોકલવાનું_બંધ કરશો_નહીં કરશો_નહિ அனுப்பாதீர்கள் அனுப்பாதீங்க அனுப்பாதே
        அனுப்ப_வேண்டாம் அனுப்பவேண்டாம் பண்ணாதீங்க பண்ணாதே தொந்தரவு_செய்யாதீர்கள் పంపకండి పంపవద్దు పంపొద్దు
        పంపించవద్దు పంపించకండి చేయకండి చేయొద్దు ಕಳುಹಿಸಬೇಡಿ ಕಳಿಸಬೇಡಿ ಕಳ್ಸಬೇಡಿ ಮಾಡಬೇಡಿ ಹಾಕಬೇಡಿ അയക്കരുത് അയക്കണ്ട
        അയക്കേണ്ട അയക്കല്ലേ അയയ്ക്കരുത് അയയ്ക്കേണ്ട ചെയ്യരുത് ਨਾ_ਭੇਜੋ ਨਾ_ਭੇਜਿਓ ਮੈਸੇਜ_ਨਾ ਨਾ_ਕਰੋ na_bhejo na_bhejyo
        na_bheji jangan_kirim jangan_kirimi jangan_sms jangan_hubungi jangan_chat jangan_wa jangan_hantar jgn_kirim
        jgn_hantar jangan_ganggu jgn_ganggu wag_na_kayo wag_nyo_na huwag_na_kayong huwag_na_ninyo wag_na_magtext
        wag_mo_na wag_na_po_kayo wag_niyo_na đừng_gửi đừng_nhắn đừng_gởi đừng_làm_phiền không_gửi_nữa ko_gửi_nữa
        đừng_liên_hệ dung_gui dung_nhan อย่าส่ง ไม่ต้องส่ง อย่าทัก อย่าติดต่อ ห้ามส่ง ไม่ต้องทัก 不要发 不要再发
        不要给我发 别给我发 请勿发送 不要传 别再传 不要再传 不要再联系 别再联系 不要再寄 不要打 送らないで
        送信しないで 送るな 連絡しないで 送ってこないで 連絡してこないで 보내지_마 보내지마 보내지_마세요
        보내지마세요 보내지_말아 연락하지_마 연락하지마 문자하지_마 msinitumie usinitumie msinitumie_tena
        usiniandikie msiniandikie pa_voye pa_ekri_m pa_voye_m pa_kontakte_m
    """,
    # "I do not want (any more)".
    "unwanted": """
        will_keine möchte_keine will_nicht_mehr möchte_nicht_mehr will_nichts_mehr kein_interesse_an non_voglio
        non_voglio_più non_desidero non_desidero_più non_gradisco wil_geen wil_niet_meer wens_geen hoef_geen
        wil_nie_meer nie_chce nie_chce_juz nie_zycze_sobie nie_życzę nu_mai_vreau nu_vreau nu_mai_doresc nu_doresc
        vill_inte vill_inte_ha vill_inte_längre önskar_inte vil_ikke vil_ikke_ha vil_ikke_have ønsker_ikke
        gider_ikke gidder_ikke en_halua en_enää_halua haluu en_tarvitse nechci nechceme nepreji_si nem_kérek
        nem_akarok nem_szeretnék nem_kérem δεν_θελω δε_θελω δεν_επιθυμω δεν_με_ενδιαφερουν не_хочу не_желаю не_надо
        мне_не_нужны мне_не_нужна не_нужны не_нужна не_бажаю не_потрібні не_потрібна не_треба не_хочемо istemiyorum
        istemiyoruz istemem istemiom لا_اريد لا_أريد ما_ابي مابي ما_ابغى مابغى مش_عايز مش_عاوز مش_عايزة ما_بدي
        ما_اريد ما_بغيت لم_اعد_اريد mabi ma_bde mesh_3ayez msh_3ayez ma_abgha نمیخوام نمی_خوام نمیخواهم نمی_خواهم
        لازم_ندارم לא_רוצה לא_מעוניין לא_מעוניינת لا_مهتم نہیں_چاہیے نہیں_چاہئے nahi_chahye nai_chahiye চাই_না চাইনা
        লাগবে_না লাগবেনা দরকার_নেই দরকার_নাই नको नकोत नको_आहेत नको_आहे નથી_જોઈતા નથી_જોઈતું નથી_જોઇતા નથી_જોઈતી
        வேண்டாம் வேணாம் தேவையில்லை தேவை_இல்லை వద్దు అక్కర్లేదు అవసరం_లేదు వద్దండి ಬೇಡ ಬೇಕಿಲ್ಲ ಬೇಕಾಗಿಲ್ಲ വേണ്ട
        ആവശ്യമില്ല താല്പര്യമില്ല ਨਹੀਂ_ਚਾਹੀਦੇ ਨਹੀਂ_ਚਾਹੀਦਾ nahi_chahide ni_chahide nahi_chahida tidak_mau gak_mau
        ga_mau nggak_mau tak_nak taknak tidak_ingin ogah ayoko ayaw_ko ayaw_ko_na không_muốn ko_muốn hông_muốn
        khong_muon ko_muon không_cần ko_cần ไม่อยาก ไม่อยากได้ ไม่อยากรับ ไม่ต้องการ ไม่เอา 不想 不想要 不想收
        不需要 不要 唔想 唔要 要らない いらない いりません 要りません 不要です 必要ありません 結構です 欲しくない
        受け取りたくない 싫어 싫어요 싫습니다 필요없어 필요_없어 원하지_않 받고_싶지_않 안_받고_싶 필요없습니다
        필요_없습니다 sitaki hatutaki sihitaji m_pa_vle mwen_pa_vle m_pa_bezwen mwen_pa_bezwen
    """,
    "again": """
        nie_mehr nicht_mehr mehr_nie mai_più più nooit_meer meer_nooit niet_meer nigdy_wiecej wiecej już niciodata
        mai_mult aldrig_mer aldri_mer aldri_igjen ikke_mer aldrig_mere koskaan enää uz_nikdy nikdy soha_többé többet
        többé πια ποτέ_ξανά ξανά больше никогда більше ніколи artık bir_daha مرة_اخرى مجددا بعد_اليوم تاني دیگه دیگر
        דיותר יותר שוב دوبارہ آئندہ আর আবার परत पुन्हा यापुढे હવે_પછી ફરી ફરીથી இனி இனிமேல் மறுபடியும் ఇక
        ఇంకా_ఎప్పుడూ మళ్ళీ మళ్లీ ಇನ್ನು ಮತ್ತೆ ಇನ್ಮುಂದೆ ഇനി വീണ്ടും ਮੁੜ ਦੁਬਾਰਾ ਅੱਗੇ_ਤੋਂ lagi tena kamwe_tena nữa อีก
        อีกต่อไป 再 以后 二度と もう 今後 다시 다시는 더이상 더_이상 앞으로 ankò
    """,
    "text": """
        nachricht messaggio messaggino bericht berichtje appje wiadomosc mesaj mesajul zpravu üzenet μηνυμα
        сообщение смс смска эсэмэс смску повідомлення رسالة مسج پیام پیامک הודעה סמס پیغام میسج মেসেজ এসএমএস
        मेसेज_पाठव મેસેજ મેસેજો મેસેજીસ எஸ்எம்எஸ் மெசேஜ் మెసేజ్ ಮೆಸೇಜ್ സന്ദേശം മെസേജ് ਮੈਸੇਜ ਸੁਨੇਹਾ ਮੈਸਿਜ pesan
        mensahe tin_nhắn tin_nhan ข้อความ 短信 信息 消息 简讯 讯息 メッセージ メール 문자 메시지 메세지 카톡 ujumbe
    """,
    "channel": """
        nachrichten werbung werbenachrichten werbesms benachrichtigungen messaggi messaggini pubblicita notifiche
        berichten berichtjes appjes meldingen wiadomosci smsow smsy reklamy reklam powiadomienia mesaje mesajele
        notificari smsuri meddelanden reklammeddelanden utskick beskeder reklamer nyhedsbrev meldinger nyhetsbrev
        nyhetsbrevet viestejä viestit viestien tekstiviestejä mainoksia mainosviestejä mainontaa zpravy zprav smsky
        smsek reklamu üzenetet üzeneteket üzenetek reklámot reklámokat hírlevelet hírlevél μηνυματα διαφημισεις
        διαφημιστικα ειδοποιησεις смски сообщений сообщения рассылка рассылку рассылки рассылок реклама рекламу
        рекламы уведомления спам спамить повідомлень повідомлення_не розсилка розсилку розсилки розсилок сповіщення
        mesajlar mesajları mesajınızı mesajlarınızı bildirim reklamlar reklamları رسائل رسايل الرسائل الرسايل
        رسائلكم مسجات المسجات اعلانات الاعلانات اشعارات إشعارات rasa2el rasayel msgat پیام_ها پیامها پیامهای
        پیامکهای پیامک_های تبلیغات تبلیغاتی הודעות ההודעות סמסים פרסומות פרסום ספאם פרסומי پیغامات میسجز میسیج
        میسجوں اشتہار اشتہارات বিজ্ঞাপন নোটিফিকেশন বার্তা মেসেজগুলো जाहिरात जाहिराती मेसेजेस_नको જાહેરાત જાહેરાતો
        સંદેશા நோட்டிபிகேஷன் விளம்பரம் விளம்பரங்கள் செய்திகள் செய்தி మెసేజీలు మెసేజ్లు సందేశాలు ప్రకటనలు ಮೆಸೇಜ್ಗಳು
        ಸಂದೇಶ ಸಂದೇಶಗಳು ಜಾಹೀರಾತು മെസേജുകൾ സന്ദേശങ്ങൾ പരസ്യം പരസ്യങ്ങൾ ਮੈਸੇਜਾਂ ਸੁਨੇਹੇ ਇਸ਼ਤਿਹਾਰ iklan promosi
        pesan_pesan notifikasi mesej quảng_cáo quang_cao thông_báo โฆษณา ข่าวสาร แจ้งเตือน โปรโมชั่น สแปม 广告 推送
        推广 垃圾短信 通知 お知らせ 宣伝 広告 配信 通知メール メルマガ 광고 알림 스팸 홍보 광고문자 jumbe meseji
        matangazo mesaj_sa_yo piblisite reklamleri
    """,
    "send": """
        schickt schicken senden zusenden mandarmi mandatemi inviate inviarmi sturen stuur gestuurd wysylac
        wysylajcie wysylanie trimite trimiteti trimiteti_mi skicka skickar sende lähettää lähettämästä lähettäminen
        posilat posilani posilejte küldeni küldözgetni küldjenek στελνετε στέλνουν στειλετε στέλνεις присылать
        отправлять слать присылаете шлете надсилати надсилаєте слати gönderin göndermeyi atmayı ارسال ترسلون ترسلوا
        ارسلوا تبعتوا ابعتوا بعت فرستادن بفرستید بفرستین לשלוח שולחים תשלחו بھیجنا بھیجتے بھیجو بھیجیں بھیج পাঠানো
        পাঠাচ্ছেন পাঠান पाठवणे पाठवता पाठवायचे મોકલવાનું મોકલો મોકલવા મોકલો_છો அனுப்புவது அனுப்புவதை அனுப்புறத
        அனுப்புங்க పంపడం పంపించడం పంపుతున్నారు ಕಳುಹಿಸುವುದನ್ನು ಕಳಿಸೋದು ಕಳಿಸಿ അയക്കുന്നത് അയയ്ക്കുന്നത് അയക്കൂ ਭੇਜਣਾ
        ਭੇਜਣੇ ਭੇਜਦੇ ਭੇਜੋ kirim kirimin mengirim hantar kirim_kirim magpadala padala nagpapadala pagpapadala gửi gởi
        ส่ง ส่งมา 发 发送 传 寄 送る 送って 送信 보내 보내는 보내지 보내세요 kutuma kunitumia mnanitumia voye
    """,
    "texting": """
        schreiben anschreiben kontaktieren anzurufen belästigen nerven zuspammen scrivere scrivermi scrivetemi
        contattarmi contattare chiamarmi disturbare disturbarmi lastigvallen lastig_te_vallen spammen pisac
        kontaktowac dzwonic meczyc nekac spamowac scrie scrieti contactati contactez sunati skriva skriver kontakta
        ringa störa spamma skrive kontakte forstyrre spamme ottamasta ottaa_yhteyttä häiritä spämmätä psat
        kontaktovat obtezovat otravovat volat spamovat írogatni zaklatni zaklatás keresni γραφετε ενοχλειτε ενοχληση
        επικοινωνειτε писать пишете беспокоить надоедать спамите доставать турбувати писати дзвонити спамити yazmayı
        rahatsız taciz تزعجوني ازعاج إزعاج إزعاجي تتواصلوا مراسلتي التواصل מציקים להציק להטריד מטרידים הטרדה مزاحم
        مزاحمت تنگ বিরক্ত জ্বালাতন ज्वालातन त्रास હેરાન பரேஷான் தொந்தரவு தொல்லை విసిగించకండి విసిగిస్తున్నారు
        ఇబ్బంది ತೊಂದರೆ ಕಿರಿಕಿರಿ ശല്യം ശല്യപ്പെടുത്തരുത് ਤੰਗ ਪਰੇਸ਼ਾਨ ganggu mengganggu nyepam spamming_po mangulit
        nangungulit nanggugulo làm_phiền quấy_rầy spam_hoài nhắn รบกวน ก่อกวน สแปมมา 骚扰 打扰 烦我 迷惑 귀찮게
        연락하지 연락 괴롭히지 kunisumbua kusumbua anmède kontakte_m
    """,
    "call": """
        ruft_mich anrufe chiamate telefonate звонки звонить дзвінки مكالمات کال کالز কল फोन_करू ಕಾಲ್ ഫോൺ 电话 打电话
        電話 전화
    """,
    "erasing": """
        entfernen löschen lösche löscht entfernt streichen streicht togliere togliete rimuovete rimuovere rimuovi
        cancellate cancella eliminate eliminare verwijder verwijderen verwijdert haal_me haal_mij usun usuncie
        usunac wykreslcie wymazac stergeti sterge scoateti eliminati tabort ta_bort radera slet slette fjern fjerne
        poistakaa poista poistaa smazte vymazte vyrad vyradte odstrante töröljék törölje töröljetek törölni
        vegyenek_le διαγραψτε_το σβηστε αφαιρεστε βγαλτε удалите удалить уберите убрать вычеркните сотрите видаліть
        видалити приберіть вилучіть silin siliniz çıkarın kaldırın احذفوا احذف حذف امسحوا امسح شيلوا شيل ازالة إزالة
        أزيلوا پاک_کنید حذف_کنید حذفم_کنید پاکش_کنید למחוק תמחקו מחקו ہٹا ہٹائیں ہٹاؤ نکالو نکال حذف_کریں ڈیلیٹ মুছে
        বাদ_দিন ডিলিট সরান काढा काढून_टाका काढून હટાવો કાઢી_નાખો કાઢો ડિલીટ நீக்குங்கள் நீக்கு நீக்கவும்
        எடுத்துடுங்க தூக்குங்க తొలగించండి తీసేయండి తొలగించు ತೆಗೆದುಹಾಕಿ ತೆಗೆಯಿರಿ ತೆಗೀರಿ ಡಿಲೀಟ್ ഒഴിവാക്കുക ഒഴിവാക്കൂ
        നീക്കം_ചെയ്യുക മാറ്റൂ ഡിലീറ്റ് ਹਟਾਓ ਹਟਾ ਕੱਢੋ ਕੱਢ ਡਿਲੀਟ hapus hapuskan keluarkan buang padam tanggalin alisin
        burahin pakitanggal pakialis xóa xoá ลบ เอาออก 删除 删掉 移除 去掉 除名 剔除 削除 消して 外して 消去 삭제
        지워 지워주세요 빼주세요 빼 제외 futa ondoa futeni ondoeni toeni efase retire_nimewo
    """,
    "list": """
        liste_streichen verteiler datenbank elenco lista_contatti rubrica lijst bestand adressenbestand listy bazy
        bazie lista_voastra baza_de_date listan registret listalta rekisteristä rekisteristänne seznamu databaze
        listáról adatbázisból λίστα λιστα_σας список списка базы базу списку бази listeden القائمة قائمتكم القاعدة
        لیست فهرست הרשימה רשימה רשימת מהרשימה فہرست তালিকা তালিকা_থেকে লিস্ট यादी यादीतून યાદી લિસ્ટ பட்டியல் லிஸ்ட்
        జాబితా లిస్ట్ లిస్టు ಪಟ್ಟಿ ಲಿಸ್ಟ್ ലിസ്റ്റ് പട്ടിക ਲਿਸਟ ਸੂਚੀ daftar senarai listahan danh_sách รายชื่อ
        รายการรับ 名单 列表 リスト 名簿 명단 리스트 목록 orodha lis_la lis_nou
    """,
    "number": """
        nummer telefonnummer handynummer numer telefonu numarul numar numret telefonnummeret puhelinnumero numeroni
        numeroa cislo telefonni szám számom számot telefonszám αριθμο αριθμός νουμερο тел номер номера номерок
        телефон telefonum numara numaram numaramı رقمي رقم الرقم شماره شمارم شماره_من המספר מספר نمبر নাম্বার নম্বর
        નંબર நம்பர் நம்பரை எண் எண்ணை నంబర్ నెంబర్ నెంబరు ನಂಬರ್ ನಂಬರನ್ನು നമ്പർ നമ്പറ് ਨੰਬਰ nomor nombor nomer sđt
        số_điện_thoại số_tôi เบอร์ เบอร์โทร 号码 手机号 电话号码 番号 電話番号 번호 전화번호 namba nambari nimewo
    """,
    "my": """
        meine meinen meiner mio mijn moj moja moje mój moj_numer minun meu_num můj moje_cislo мой мою моего мій
        мою_адресу benim שלי আমার माझा माझे माझ्या મારો મારા என் என்னோட என்னுடைய నా ನನ್ನ എന്റെ ਮੇਰਾ ਮੇਰੇ saya gue
        aku của_tôi ผม ฉัน หนู 我的 私の 俺の 내 제 yangu mwen
    """,
    "me": """
        mir mich mij ons mnie mi_se mig meg minua minulle minut mě mně nekem engem με μου мне меня мені мене beni لي
        لى عليا من_را به_من برام אותי לי אלי مجھے مجھ আমাকে আমারে मला મને எனக்கு என்னை నాకు నన్ను ನನಗೆ ನನ್ನನ್ನು
        എനിക്ക് എന്നെ ਮੈਨੂੰ menni tui mình 我 給我 给我 私に 나한테 저한테 나에게 저에게
    """,
    "polite": """
        bitte danke prego per_favore perfavore per_piacere grazie alstublieft aub graag bedankt prosze dziekuje
        va_rog multumesc mersi snälla tack venligst vennligst takk kiitos olkaa_hyvä prosim dekuji diky dik köszönöm
        kérem legyszi lécci παρακαλω ευχαριστω пожалуйста плиз спасибо будь_ласка дякую прошу lütfen teşekkürler
        tesekkurler من_فضلك من_فضلكم لو_سمحت لو_سمحتوا رجاء الرجاء شكرا min_fadlik law_sama7t لطفا ممنون مرسی בבקשה
        תודה נא برائے_مہربانی براہ_کرم شکریہ meharbani دয়া_করে দয়া_করে প্লিজ ধন্যবাদ कृपया_करून धन्यवाद મહેરબાની
        પ્લીઝ કૃપા_કરીને આભાર தயவு_செய்து தயவுசெய்து ப்ளீஸ் நன்றி దయచేసి ప్లీజ్ ధన్యవాదాలు ದಯವಿಟ್ಟು ಪ್ಲೀಸ್ ಧನ್ಯವಾದ
        ദയവായി പ്ലീസ് നന്ദി ਕਿਰਪਾ_ਕਰਕੇ ਪਲੀਜ਼ ਧੰਨਵਾਦ tolong mohon makasih terima_kasih pakiusap po salamat làm_ơn
        vui_lòng xin_vui_lòng cảm_ơn cám_ơn ครับ ค่ะ คะ กรุณา รบกวนด้วย นะ ขอบคุณ 请 麻烦 谢谢 唔该 お願いします
        ください 下さい お願い すみません 부탁드립니다 부탁드려요 제발 감사합니다 tafadhali asante tanpri silvouplè
        mèsi souple
    """,
    "receive": """
        bekommen erhalten kriegen ricevere riceverli ontvangen dostawac otrzymywac primesc sa_primesc modtage motta
        saada dostavat kapni λαμβανω να_λαμβανω получать отримувати almak استقبال استلام بگیرم دریافت לקבל পেতে
        terima menerima dapet makatanggap makareceive kupokea kupata resevwa 收到 收 接收 受け取り 受信 받기 받고
        รับ ได้รับ
    """,
    # Annoyed, and too much of it.
    "weary": """
        nervt nervig mir_reichts reicht_mir zu_viele zu_viel_werbung stufato stufata avete_rotto rotto fastidio
        troppi_messaggi troppi zat irritant vervelend te_veel word_er_gek mam_dosc mam_dosyc mecza za_duzo saturat
        m_am_saturat prea_multe enervanti deranjati tröttnat jobbiga alldeles_för för_många trött_på træt_af
        irriterende alt_for_mange lei_av altfor_mange maser kyllästyin kyllastynyt ärsyttävää liikaa_viestejä
        mam_toho moc_zprav plne_zuby otravujete obtezujete elegem idegesito tul_sok βαρεθηκα κουρασατε ελεος
        παρα_πολλα κουραστικοι надоели надоело достали задолбали слишком_много заебали замучили набридли дістали
        задовбали забагато замахали bıktım biktim yeter yeter_artık çok_fazla usandım sıkıldım زهقت زهقتونا مزعجين
        ازعجتونا قرف كثيرة مليت خسته کلافه خیلی_پیام بسه خسته_شدم נמאס חופרים יותר_מדי מציפים تنگ_آ_گئے تنگ_آ_گیا
        بہت_زیادہ অতিষ্ঠ অনেক_বেশি বিরক্ত_লাগে বিরক্তিকর वैताग कंटाळलो कंटाळा खूप_मेसेज डोकं કંટાળી બહુ_બધા માથાકૂટ
        கடுப்பா கடுப்பு ரொம்ப_மெசேஜ் చిరాకు తలనొప్పి విసుగు ಬೇಜಾರಾಗಿದೆ ತಲೆನೋವು ಬೇಜಾರು മടുത്തു ഒരുപാട്_മെസേജ് ਤੰਗ_ਆ
        ਅੱਕ tang_aa bosen capek risih kebanyakan rimas bising nakakainis nakakairita nakakabwisit ang_kulit
        ang_dami_nyong istorbo phiền phiền_quá nhiều_quá mệt_quá รำคาญ น่ารำคาญ เบื่อ เยอะเกิน 烦 烦死 太多 受不了
        うざい しつこい 迷惑です うんざり 多すぎ 짜증 짜증나 짜증나요 귀찮아 귀찮아요 너무_많이 지겨워 지겹다
        nimechoka mnanisumbua nyingi_sana m_bouke m_fatige twòp_mesaj nou_anmède
    """,
    "signup": """
        angemeldet nie_angemeldet eingewilligt iscritto iscritta registrato acconsentito aangemeld opgegeven
        toestemming zapisywalem zapisywalam rejestrowalem rejestrowalam wyrazam_zgody zgodzilem abonat inscris
        acordul anmält gett_samtycke tilmeldt meldt_meg_på meldt_meg samtykket liittynyt tilannut rekisteröitynyt
        prihlasil prihlasila registroval registrovala souhlas_nedal iratkoztam regisztráltam járultam_hozza εγγραφει
        γραφτηκα συγκαταθεση подписывался подписывалась регистрировался регистрировалась согласия давал_согласие
        підписувався підписувалась реєструвався реєструвалась згоди kayıt_olmadım üye_olmadım onay_vermedim
        izin_vermedim اشتركت سجلت موافقة عضو_نشدم ثبت_نام נרשמתי הסכמה سبسکرائب রেজিস্টার সাবস্ক্রাইব सबस्क्राईब
        नोंदणी સબ્સ્ક્રાઇબ சப்ஸ்கிரைப் సబ్స్క్రైబ్ రిజిస్టర్ ಸಬ್ಸ್ಕ್ರೈಬ್ ರಿಜಿಸ್ಟರ್ സബ്സ്ക്രൈബ് രജിസ്റ്റർ ਸਬਸਕ੍ਰਾਈਬ
        pernah_daftar pernah_langganan nagsubscribe nag_sign_up nag_subscribe chưa_từng_đăng_ký có_đăng_ký
        chưa_đăng_ký ไม่เคยสมัคร ไม่เคยลงทะเบียน 没注册过 没订阅 没有订阅 登録した覚え 登録してない 登録してません
        가입한 가입한적 신청한 신청한적 동의한 sijajiunga sikujisajili enskri siyen
    """,
    "threat": """
        anzeige melde_sie blockieren blockiere vi_denuncio segnalo aangifte blokkeer zglosze zablokuje blochez
        reclamatie polisanmäler anmeld blokere ilmoitan žaloba feljelentem feljelentés καταγγελία жалоба пожалуюсь
        заблокирую поскаржуся şikayet سأبلغ بلوك شکایت بلاک_کر ব্লক ब्लॉक_करेन બ્લોક பிளாக் బ్లాక్ ಬ್ಲಾಕ್ ബ്ലോക്ക്
        ਬਲਾਕ laporkan blokir ireport iblock báo_cáo_spam แจ้งความ บล็อก 投诉 举报 拉黑 通報 ブロック 신고 차단할
        zeige_euch melde_euch blockiere_euch blocco bloccare blokkeer_je zgłaszam zgłoszę zglaszam zglosze_was
        blokuje reclam va_reclam denunt anmäler blockar blockerar anmelder blokerer politianmelder blokkerer
        blokkerar estän_teidät nahlasim nahlásit blokuju zablokuju letiltom letiltalak feljelentek bejelentem
        μπλοκαρω μπλοκ καταγγειλω заблокирую_вас блокирую пожаловаться заблокую скаргу engelliyorum engelleyeceğim
        şikayet_edeceğim بلاغ ابلغ بلوك_عليكم بلاکتون شکایت_میکنم بلاک_میکنم אתבע חוסם חוסמת אדווח رپورٹ অভিযোগ
        রিপোর্ট तक्रार ફરિયાદ புகார் கம்ப்ளைன்ட் కంప్లైంట్ ಕಂಪ್ಲೇಂಟ್ പരാതി ਸ਼ਿਕਾਇਤ lapor saya_lapor gue_lapor
        irereport ibblock report_ko báo_cáo chặn tố_cáo แจ้ง_กสทช ฟ้อง 通报 拉黑你 检举 封锁 신고합니다 신고할게요
        차단합니다 nitawaripoti nitawablock nitawashtaki rapòte bloke
    """,
}

WORLD_START = {
    "start": """
        anmelden wieder_anmelden fortsetzen ricomincia inizia aanmelden hervatten zapisz_mnie wznow reia incepe
        abonare starta börja påmelding tilmeld aloita jatka prihlasit obnovit feliratkozas feliratkozom εναρξη
        εγγραφη старт подписаться подпишите возобновить підписатися підпишіть başla başlat devam بدء ابدأ اشتراك
        شروع התחל הצטרף הרשמה شروع_کریں شروع_کرو চালু শুরু_করুন শুরু सुरू_करा सुरू चालू_करा શરૂ શરૂ_કરો ચાલુ தொடங்கு
        தொடங்குங்கள் ஆரம்பி ప్రారంభించు ప్రారంభించండి ಪ್ರಾರಂಭಿಸಿ ಶುರು_ಮಾಡಿ തുടങ്ങുക തുടങ്ങൂ ਸ਼ੁਰੂ ਸ਼ੁਰੂ_ਕਰੋ ਚਾਲੂ
        mulai langganan mula simula magsubscribe bắt_đầu đăng_ký เริ่ม สมัคร เริ่มใหม่ 开始 订阅 恢复 再開 登録 開始
        시작 구독 재개 수신동의 anza jiunge kòmanse enskri
    """,
}

WORLD_HELP = {
    "help": """
        hilfe aiuto pomoc ajutor hjälp hjælp hjelp apua segítség βοηθεια помощь помогите допомога yardım مساعدة
        ساعدوني کمک راهنما עזרה مدد সাহায্য मदत મદદ உதவி సహాయం ಸಹಾಯ സഹായം ਮਦਦ bantuan tulong tulungan giúp giúp_đỡ
        trợ_giúp ช่วยด้วย ช่วยเหลือ 帮助 幫助 ヘルプ 助けて 도움 도움말 msaada èd ede hulp
    """,
}


def join(own: Mapping[str, str], world: Mapping[str, str]) -> dict[str, str]:
    """The classes of both, the words of one class together."""
    return {name: f"{own.get(name, '')} {world.get(name, '')}" for name in {**own, **world}}
