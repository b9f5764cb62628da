"""Words that sentences of every kind have: what is polite, what is meant, what is denied."""

from __future__ import annotations

from fastscaffold.intents.words import words_in

POLITE = (
    "please,plz,pls,kindly,hey,hi,hello,thanks,thank you,thx,fastscaffold,now,just,go ahead and,"
    "could you,can you,would you,will you,could you please,can you please,would you please,"
    "will you please,i would like you to,i would like to,id like you to,id like to,"
    "we would like to,wed like to,i want you to,i want to,we want to,i need you to,i need to,"
    "we need to,you to,let us,lets,help me,help us,me,us,for me,for us,i have to,we have to,"
    "you should,we should,it would be great if you could,and,also,too,then,as well"
)
ARTICLES = "the,a,an,some,this,that,these,those,my,our,its,their,your,all,whole,entire,of the"
# Whom a sentence is about, where it is not about a part of it.
TARGETS = (
    "project,projects,app,apps,application,api,apis,backend,back end,service,microservice,server,"
    "codebase,code base,code,repo,repository,fastapi,rest,it,python,web,software,program"
)
PLACES = "to,in,into,for,on,of,inside,within,from,across"
# How somebody says that something is wanted without saying what is to be done.
WANTS = (
    "i want,we want,i need,we need,i would like,id like,we would like,wed like,"
    "i would like to have,id like to have,i want to have,i need to have,we need to have,"
    "it need,needs,need,wants,want,would like,should have,must have,needs to have"
)
QUESTIONS = "how,is,are,am,does,do,did,what,whats,which,where,i,we,any,there,has,have,should,can,to"
ADD = (
    "add,adding,enable,set up,setup,implement,integrate,install,introduce,include,configure,"
    "activate,turn on,switch on,put in,build in,use,provide,create,generate,build,make,write,"
    "equip with,bring in,give,get,hook up,wire up,wire in,extend with"
)
AUDIT = (
    "audit,audits,review,reviews,check,checks,analyze,analysis,inspect,inspection,examine,assess,"
    "assessment,evaluate,evaluation,scan,look at,look over,look through,go over,"
    "vet,validate,verify,auditing,reviewing,checking,check up,health check,checkup"
)
FIND = "find,look for,search for,detect,spot,identify,hunt for,discover"
DENIALS = words_in("not no never none neither nor without nothing except stop avoid dont doesnt "
"didnt isnt arent wont cant cannot couldnt shouldnt mustnt wouldnt hasnt havent "
"unless instead rather skip")  # fmt: skip
REMOVALS = words_in("remove delete drop disable uninstall undo off deactivate unset destroy erase")
# Before a word of removal they say who may remove rows, or that this is to be added.
REMOVERS = words_in(
    "add allow permit let only may restrict enable support "
    "admin administrator user owner client everybody everyone anybody anyone nobody"
)
# A feature has them, and gets them only as it is added.
PARTS = words_in("field column attribute")
# What is done to a feature that is there, or is a part of it.
CHANGES = PARTS | words_in("rename change modify alter extend")
# Has a word that stands for the whole project elsewhere.
API_KEYS = "api key,api keys"
# A sentence that begins so wants to know something, and not to have it done.
ASKING = words_in(
    "how what whats why when where which who whose is are am does did should has have "
    "was were if whether suppose"
)
# One that begins so wants to know whether something is there.
PRESENCE = words_in("is are am do does has have did where")
ASKING_TWO = frozenset(
    {
        *(("do", whose) for whose in ("i", "we", "you", "my", "our", "any")),
        # Do they expire, do they have pages?
        *(("do", what) for what in ("access", "refresh", "token", "password", "secret", "list")),
        ("can", "i"),
        ("could", "i"),
    }
)
