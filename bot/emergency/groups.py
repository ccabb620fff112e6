"""Words that mean the same for the guard, in Polish, Ukrainian and English: what is learned of one is known of all.

A group is a list of beginnings in the one spelling of ``features.plain``; one that ends with "." is a whole word.
"""

from __future__ import annotations

from functools import lru_cache

GROUPS = {
    "me": "mnie. mi. mna. ja. moj. moja. moje. moim. moich. mojego mojej. mojemu sie. sobie. soba. ze. mene. meni. mnoyu. mnoiu. ya. miy. moya. "
    "moyeyi. moyi. moho. moyim. my. me. im. i. myself. mine.",
    "we": "nas. nam. nami. nasz nasi. ny. namy. nash us. our. we.",
    "partner": "maz. meza. mezem. mezow mezu. zona. zony. zone. zonie. zono. partner konkub narzecz chlop. stary. stara. facetem. chlopakiem. "
    "cholovik. choloviku. cholovika. cholovikom. druzhyn muzh. spivmeshk khlopets. zhinka. husb wife wifes boyfr girlfr fiance",
    "ex": "byly. bylego. bylemu. bylym. eks. ex. kolyshn rozwod rozwiedz rozsta rozlucz rozzst zerwal odeszl rozluch rozviv separac divorc separat alimen",
    "father": "ojciec. ojcem. ojca. ojcu. tata. taty. tate. tato. tacie. tatus ojczym batko. batka. batkom. vitchym tatu. father dad. daddy dads. stepd",
    "mother": "matk mama. mamy. mame. mamo. mamie. mamus macoch maty. matir. matery mamu. mother mum. mom. mums. mummy mommy machukh",
    "family": "syn. syna. synem. synow synu. cork brat. brata. bratem. bratu siostr ziec. ziecia. zieciem. tesc. tescia. tesciow wujek. wujk wuj. ciot cioc "
    "wnuk wnuc kuzyn rodzic rodzin szwag synov donk dochk donech dochech sestr dyad svekr zyat vnuk onuk nevist tet. titk son. daughter brother "
    "sister uncle aunt cousin parents grandson family babc babus babunia dziad. dziadk dziadek. did. dida. granny grand nan.",
    "child": "dziec dziewcz chlopc chlopcz malolet niemow uczen. ucznia uczen dyt dity. divchyn khlopchy nemovl kid. kids. child boy. boys. girl. girls. baby toddler",
    "near": "sasia susid sosed neighb neigb lokat wspollok spivm landl roomm flatm flatem wynajm szef. szefa szefow kierowni bryhad nachaln khazya boss. boss "
    "manager pracod robotod pryjat znajom koleg kolez kolezan podru pryyatel friend collea cowork ksiadz trener nauczyc coach teacher vchytel",
    "she": "ja. jej. nia. ona. niej. yiyi. vona. yij. yiy. neyu. her. she.",
    "he": "on. jego. jemu. go. nim. niego. vin. yoho. yomu. nym. him. he. hes. his.",
    "hit": "bij bil. bila. pobi zbil. zbila. uderz bicie bicia biciem dusi. dusil dusi szarp szarpi kopie. kopn. kopal. kopnal kopie leje. lal. lala. tlucz okladz "
    "spolicz siniak siniec obdukc znec przemoc popchn popych pchnal pchna policzk pasem. paskiem. kablem. lanie. katuje wykrec podbit limo. wali. walil "
    "byye bye. by. byt. byv. byla. pobyv pobyl vdar udaryv dushyt dushyv synts synets synyak lupts lupyt kryvd nasyl tovche "
    "beat hit. hits. hitt punch slap. slaps. slapp chok strang bruis kick. kicks. kicki abus violen shoves shoved batter smack",
    "threat": "groz grozb zagroz pogro zabij zabije. zastrzel zastrasz strasz szantaz pozaluj zalatwi polami podpal spali. odgraz pobije. zarznie. potnie. oblej "
    "pohroz hroz zahroz vbye. ubye. vbyt zaryzhe shantazh lyaka zalyak pozhalk spalyt threat kill. kills. blackm revenge regret",
    "stalk": "neka nekan sledz przeslad nachodz wydzwan wypisuj wystaje. wystawa obserw podgla stalk zaczep lokaliz gps. podsluch nadajnik "
    "peresli stezh pidsterih vysliz sliduy follow. follows. following harass tracker spying spies watches. sends.",
    "sex": "gwalc zgwal gwalt molest obmac dotyka dotyk. dotkn rozbier rozebra nag. nagi. nagie. nago. intym seks sex. zboc ekshib masturb erotycz onaniz "
    "lozka. genital zgvalt gvalt domah torka rozdyah holi. hola intymn seksual rape raped rapist grop touch naked nude nudes sexual undress kissed",
    "lock": "zamkn zamyk zamkl wiezi zaryglow wypusc wypuszcz uwiez trzyma. wyjsc. vypusk zamkn zakryv zamyka zaper trymaye trymayut locked locks lock. traps trapped leave. release",
    "control": "kontrol sprawdz wydziela zabran zabroni pozwala. pozwol odciel odciecla zabral zabiera. zabrala haslo. hasla dowod. paszport karte. karta. emerytur "
    "kieszonk rozlicz zazdros izol zaboron zabor zabrav zabraly dozvol pasport perevir kontroly revnuy controls control. jealous allow. allowed allows took. passport money pension",
    "insult": "wyzyw wyzwal poniz obraz obrazil wulgar przekl upokarz wysmiew wysmial smieje. smieja. smial krzycz wrzeszcz krzyczy. drze. obrazh pryny prynyzh khamyv "
    "obzyv krychyt krychav nasmikh insult humil yell scream. shout shouts shouted yelled laughed mock swore cursed swears",
    "fear": "boje. boj. boi. boimy. bala. balam balem strach. strachu przeraz lek. leku leka boyu boyus bojus boyim boimos strash lyakno strakh afraid scared fear frighten terrif panic",
    "secret": "tajemn poufn dyskret anonim sekret nikomu. wstyd wiedzial dowie. dowied dowiedz cicho. po.cichu sorom anonimn tayem nikhto. nikomu diznay secret confiden anonym asham shame quietly discre",
    "home": "domu. dom. mieszk pokoj kuchn lazien lozk sypial drzwi. drzwiami klucz piwnic szafie. szafy kvartyr budynk kukhn kimnat vannii dveri klyuch pidval shafi home house room. kitchen bathroom bedroom door. doors keys key. flat.",
    "die": "zyc. zycie. zycia. zyciem. zyciu. umrzec. umrz umier smierc. smierci. samoboj wiesza powies wieszac skoczyc. skoczy. skocz. zabic. zabije. odebrac. targn "
    "zhyty. zhyttya. zhyttyam pomerty. pomru. umerty. smert. smerti samohub samogub povis strybn nakla.sya vkorot live. living. die. dying. death suicid kill. jump. jumping alive. life. dead.",
    "end": "koniec. koncu. skoncz konczyc koncze. kres. znikn zniknac. odejsc. odchodz odejde pozegn zegn zegna zegnaj ostatni ostatnia ostatnie. "
    "nigdy. zasnac. obudzic. obudze. spokoj. kinets. kintsya. skinch zakinch proshch proshchav zniknut zasnut prokyn ostann pity. goodbye bye. end. ending ends. over. disappear farewell last. asleep. wake.",
    "means": "tablet pigul proszk lekow. leki. lekami. zylet sznur lina. line. petla. petle. petli most. mostu. moscie. mostem tory. torach. torow. dach. dachu. parapet okno. okna. oknem. "
    "barierk wiadukt poreczy peron nasenn strzelb zhyletk motuzk zashmorh pyatlya petlya mist. mostu. kolii koliy rels relsakh dakh dakhu pidvikon lezo. "
    "pills pill. rope noose bridge tracks roof. ledge razor blade overdose railing rooftop",
    "selfcut": "tne. tnie. cie. ciela. potne. pocie pociac potnie pociela podcia zyly. zyl. krzywd okalecz samookal nadgarst rizhu rizala rizaty ryza porizav porizala veny. cut. cuts. cutting selfh wrists harm.",
    "hopeless": "sily. sil. sensu. sens. dosyc. dosc. niepotrzeb ciezar. ciezarem. samotn pusto. pustka nikt. obojet zmecz poddaj poddac wytrzym bezradn depres zalam rozpac zaluj "
    "syl. syly. sensu. nabryd tyahar samotn nikhto. vtomyl vtomyv depres naviszcho navishcho tired exhaust point. pointless worthless burden hopeless depress alone. lonely nobody",
    "note": "list. listy. listu. kartk przepr przebacz wybacz sory. sorry kocham kochaj kochal winic. wina. wini. winny. testam pogrzeb grob. grobu. trumn lyst. lysta vybach probach prostit lyublyu "
    "lyublyat pokhor zapovi note. letter forgive love. funeral sorry. will. grave",
    "young": "9.",
    "school": "szkol klasy. klasie. klasa. klase. klasow lekcj przerwie. przerwa. pani. plecak. tornist wf. wuef swietlic kartkow jedynk dokucz przezyw wagar dziennik wychow "
    "shkol klas. klasi. klasu. uroky. urok. urokiv pererv vchytelk dratuy school class. grade homework teacher bully bullies bullied classm lessons recess playground",
    "peer": "koledz kolega. kolegi. kolezank starsi. starszy. starsze. chlopaki. dziewczyny. uczniow odnokl khloptsi. starshi. divchata. druziv boys. older. kids. friends mates",
    "officer": "dzielnic dzilenic dzielnciow dzelnic policj polcj policaj funkcjon patrol. patrolu patrolem patrolow patrole radiow dyzurn dyzurk mundur komisar komend glin. gliny. gliniarz kraweznik "
    "posterun aspiran sierzan komendant posterunk psy. drogow dilnych diln. politsey politsi patruln patrul chergov cherhov komisar polits polic ment. menty. uchastk dzielnicowyi officer cop. cops. police policem constable sergeant",
    "complain": "skarg skraga skarz poskarz zazal przelozon zwierzchn naczelnik szefem. przeprosi skarha skarhu skarhy skarg poskarzh skarzh zhalob kerivn zhalit complain complaint superior supervis report.him apolog",
    "fault": "olal. olewa olew ignor zlekcew lekcew zbyl. zbywa cham. chamsk niegrz niemil opryskl arogan pijan pijany. nietrzez lapow koperte. wzial. bezczyn nieprof niekompet skandal klamie. klamal "
    "oklam zgubil obiecal. obiecala odmow odmawia zby klnie. klal. brutal stronnicz kolesi uklad znajomkow lenistw nierob nieprzyj khamsk nahrub hrub. hrubo hrubyy ihnor khabar pyan pyanyy obitsyav vidmov "
    "rude ignor bribe drunk. unprof refus dismissive lied. lies. lazy corrupt arrogant",
    "noanswer": "odpow odpis odbier oddzw odzyw odezw reag zareag przyjech. przyjez zjawi przysz pojawi dodzwon vidpov vidpys pryyizh pryyikh zyav perdzv peredzv answer reply replie respond call. calls. called show. showed came. callback",
    "thank": "dziek podziek pozdraw super. mily. milo. uprzejm pomog pomogl pochwal wdzieczn swietn dyaku dyakuy podyak thank thanks great. helpful kind. polite",
    "ask": "kto. kiedy. gdzie. jak. czy. ktory. ktora. ktorej. numer. kontakt. telefon. adres. godzin dyzur. przyjm khto. koly. de. yak. chy. yakyy. kudy. nomer. who. when. where. how. which. what. number. contact. hours. can. do.",
    "not": "nie. ne. ni. not. no. dont. doesnt. didnt. never. nigdy. bez. bez zaden. zadnej. zadnego. cant. wont. nobody",
    "fun": "haha hehe lol. xd. xdd. zart zartuj film serial gra. gry. grze. ksiazk spektakl teatr kino. smiech zhart kino. joke joking movie game. show. play. book",
    "other": "straz. strazy strazn spoldz administr listonosz kierowc lekarz kasjer urzad urzed mops. zus. prezes burmistrz prezyd ochroni kurier sklep wspolnot mpk. autobus pryvat voditel vodiy likar magazyn guard. driver doctor nurse mayor shop. postman bus.",
    "hurt": "krew. krwi. krwaw rana. rany. boli. bolo placz plakal placze. lzy. krov. krovi plache plachu plakal blood bleed hurt hurts crying cries. pain",
    "often": "codzien zawsze. ciagle. znowu. znow. czesto. miesi lat. lata. tygod weekend wieczor noc kozhn shchod postiyn zavzhd chasto misyats rok. tyzhd daily always often every. again. months. years. weeks. week. keeps.",
    "weapon": "noz. nozem. noza. siekier pistolet bron. broni. kij. kijem. mlotk nizh. nozhem sokyr pistol knife gun. axe hammer machete maczet",
    "stranger": "obcy. obca. obcego. obcej. obcych. nieznaj nieznan jakis. jakas. jakiego jakies. pewien. dwoch. dwaj. trzech. trzej. grupa. banda. lysy. zamaskow kominiar "
    "przechod chuzh. chuzhyy neznay nevidom yakys. yakyys dvoye. troye. strang unknown someone. somebody. some. two. three. masked. men.",
    "law": "sad. sadu. sadzie. sadem. wyrok zakaz nakaz niebiesk karte. obdukc zalozyc zeznan zawiadom swiad dowod sprawc pokrzyw sud. sudu. zaboron zayav court. order. restrain report. statement shelter schron osrod",
    "body": "twarz twarzy glow. glowe. glowa. glowie. szyj gardl wlosy. wlosow. reka. reke. rece. rekach brzuch zeb. zebr. plec. plecach plecy. oko. oczy. nog. noge. nogi. oblych sheyu horlo volos ruku. ruky. rukakh. zhyv. face. throat neck hair. arm. arms. stomach legs.",
    "now": "teraz. wlasnie zaraz. szybko. natych pomocy. pomoc ratunk ratuj przyjedz blagam zaraz. zaras shvydk dopomoz dopomozh ryatuy skorish now. right. hurry help. please. currently",
    "past": "wczoraj przedwcz temu. zeszl ubieg minel rok. roku. lat. latach sobote. niedziel poniedz wtorek sroda. srode. czwartek piatek lipcu. maju. marcu. listopad pazdz wrzesn styczn vchora mynul torik tomu. tyzhden nedilyu suboty yesterday last. ago. week. month. year. monday tuesday friday saturday sunday",
    "ill": "oddych serc zawal udar cukrzy mdleje. zemdl nieprzyt goraczk karetk wymiot szpital lekarz upadl. spadl. krztus sinie. puchnie dykh sertse likarn upav vpav breath heart. faint uncons ambulanc hospital fell. collapsed seizure",
    "thing": "telefon portfel torebk rower klucz plecak pieniad gotowk portmon auto. auta. samochod hulajnog pies. psa. kot. kota. hamanets velosyp mashyn hroshi wallet phone. bike. bag. car. money. dog. cat. keys",
    "steal": "ukrad kradz skradz okrad zginal. zginel. zgubil wlama wlamyw zlodziej napad rabun oszust oszuk wyludz fotowolt podszyw kurier vkrav ukrav pohrabuv shakhr stole. stolen robbed burgl scam fraud thief",
    "place": "ulic park. parku. parking osiedl przystan autobus tramwaj pociag sklep klatc klatk blok. bloku blokiem dworc most. rynek. rynku. chodnik vulyts zupyn magazyn street. stop. shop. bus. train. station. stairs.",
    "soft": "przeprasz kwiaty. kocha. obiecuje wybaczy zmieni. placze. vybach kokhaye apolog promis loves. flowers",
    "drive": "jezdzi. jedzie. kierown prowadzi. wsiada. wsiadl jechal parkuj zaparkow mandat yizdyt kermo drives. drive. driving parks. parking. ticket fine.",
    "noise": "halas glosno muzyk wierc remont impreza imprez szczek smiec smierdz dym. pali. palen parkow trawnik dziur lamp. lampa shum. hucno muzyka smitt noise. noisy loud. music. rubbish trash smoke.",
    "drink": "pije. pijany. pijana. wypil. wypije alkohol wodk piwo. piwa. pyye. pyanyy. horilk alkoh drinks. drunk. drinking vodka booze",
}  # fmt: skip


def _table() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """The groups of whole words, and of beginnings."""
    whole: dict[str, tuple[str, ...]] = {}
    beginnings: dict[str, tuple[str, ...]] = {}
    for group, words in GROUPS.items():
        for word in words.split():
            table, key = (whole, word[:-1]) if word.endswith(".") else (beginnings, word)
            table[key] = tuple(dict.fromkeys((*table.get(key, ()), group)))
    return whole, beginnings


_WHOLE, _BEGINNINGS = _table()
_SHORTEST = min(map(len, _BEGINNINGS))
_LONGEST = max(map(len, _BEGINNINGS))


@lru_cache(maxsize=50_000)
def groups_of(word: str) -> tuple[str, ...]:
    """What a word in the one spelling stands for."""
    found = set(_WHOLE.get(word, ()))
    for size in range(_SHORTEST, min(len(word), _LONGEST) + 1):
        found.update(_BEGINNINGS.get(word[:size], ()))
    return tuple(sorted(found))
