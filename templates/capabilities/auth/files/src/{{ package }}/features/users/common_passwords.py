"""What people choose most often as a password of twelve characters and more, or as a part of one.

In small letters, and of letters and digits only: so passwords are compared with them. What repeats
or is a run on a keyboard needs no place here. From the lists of passwords that have leaked.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMON = _words(
    """
    access account admin administrator and angel apple are august autumn azerty baby backup
    baseball basketball batman birthday blink blue butter butterfly changeit changeme charlie
    cheese chocolate company computer cookie daniel database december default demo dragon eagle
    easy facebook family february flower football for forever freedom friday friend friends
    george ginger girl google guest happy haslo have hello hockey hunter i iloveyou internet is
    it january jennifer jessica jesus jordan july june king letmein like liverpool login london
    love manager march maria marina martin mary master matrix me michael michelle microsoft
    minecraft monday money monkey motdepasse mustang my mypassword myspace new nicole not
    november october office one oracle orange our own parola pass passport passwd password
    passwort pepper phoenix playstation please pokemon porsche postgres princess private public
    purple qwerty ranger robert root samsung saturday secret secure security senha september
    server service shadow silver soccer spring staff starwars steelers student summer sunday
    sunshine superman superuser support sysadmin system temp temporary test tester testing the
    this thomas thunder thursday tigger to tuesday unknown user username very wachtwoord
    wednesday welcome whatever windows winter wordpass yankees you your

    010203040506 014702580369 102030405060 111222tianya 122333444455555 1234qwer1234
    123654789123 123789456123 12qw34er56ty 135792468013 147258369147 147852369147 159753456852
    1q1q2w2w3e3e 246813579024 314159265358 3141592653589 321654987321 456789123456
    4815162342lost 520love101182 741852963741 789456123789 a123456789a abcd1234abcd asdf1234asdf
    asdfqwer1234 christopher1 devilmaycry4 g13916055158 jamesbond007 jundian2011xr
    letmein1letmein linkedin2011 liverpool123 lost4815162342 ncc1701ncc1701 playstation2
    playstation3 qwaszxerdfcv qwer1234asdf qwer1234qwer qwertasdfgzxcvb telemike01
    trustno1trustno1 warhammer40k

    abracadabra accessgranted administration alexanderthegreat alexandria allstarsteam
    americanidol anastasia anniversary avengedsevenfold avrillavigne barcelona barcelonafc
    basketballer beautifulgirl blackandwhite blackberries bluemountain bobmarley bubblegum
    californication callofduty candyfloss cannabis champions championsleague charliebrown
    cheesecake chickenwing chocolatecake christmas christmastree christopher cocacola
    constantinople constitution cookiemonster correcthorse correcthorsebattery
    correcthorsebatterystaple cosmopolitan counterstrike cristianoronaldo crystalpalace
    daddysgirl deathmetal depechemode dragonballz drowssap edwardcullen electricity elizabeth
    encyclopedia evanescence everlasting fallenangel familyguy fantasticfour fernando
    finalfantasy firefighter fktrcfylhjdf fleetwoodmac flvbybcnhfnjh foreverandever foreveryoung
    fullmetalalchemist gameofthrones gfhjkmgfhjkm ghbdtnghbdtn ghbdtnrfrltkf ghjcnjgfhjkm
    ghjcnjrdfibyj goldenretriever grandtheftauto greatwhiteshark greenlantern gryffindor
    guardian guitarhero hannahmontana harrypotter headandshoulders heartbreaker heavymetal
    hellokitty highschoolmusical hogwarts homersimpson ichliebedich ihatethisgame ilovechocolate
    ilovemyfamily ilovemymom iloveyoubaby iloveyousomuch imagination independence indianajones
    ingodwetrust international internazionale inthebeginning ironmaiden iseedeadpeople
    jackdaniels jamesbond jesuschrist jesuslovesme jonasbrothers justinbieber justintimberlake
    kartoffelpuffer knightrider lamborghini leavemealone ledzeppelin linkinpark littlemonster
    lordoftherings manchester manchestercity manchesterunited massachusetts massimiliano
    matrixreloaded megaparol metalgearsolid metallica michaeljackson michaeljordan mickeymouse
    millennium mississippi moderncombat mortalkombat motherboard mountaindew mylittlepony
    needforspeed nevergiveup neworleans newyorkcity nightcrawler nightmare onedirection
    opensesame operations paralelepipedo parallelepiped peanutbutter penguins philadelphia
    photography pinkfloyd pleaseletmein polarbear portugal professional przyjaciolki
    punksnotdead radiohead realmadrid redhotchilipeppers residentevil rockandroll rollingstones
    rumpelstiltskin sanfrancisco scarface scoobydoo seniseviyorum shakespeare simonandgarfunkel
    skateboarding slipknot snickers snowboarding sonnenschein sonyericsson southpark spiderman
    spongebob spongebobsquarepants startfinding stratocaster strawberries strawberry
    supercalifragilistic supernatural sweetheart swordfish systemofadown telechargement
    terminator thebeatles thecakeisalie thegreatescape thundercats ticketmaster tinkerbell
    tottenhamhotspur transformers unbelievable underground undertaker vfhbyfvfhbyf videogames
    vladimirovna volleyball weihnachtsbaum whoopdedoo whosyourdaddy winniethepooh wonderwoman
    worldofwarcraft youllneverwalkalone
    """
)
