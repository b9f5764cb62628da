"""English words that are a letter away from one that commands are found by.

They are taken as they stand, and not for slips of a finger: who wants `tracking` does not want
`tracing`. Collected by comparing the vocabulary with the 40,000 most frequent English words;
without their plurals, as sentences are compared.
"""

REAL_WORDS = """
abject abort accelerated ache aching actin activated acton adrift afresh aging aided aiding allot
alloy analyzed analyzer apple aptly arden asic aster auction audi audio authenticated automate
ayer backer baked balled band banked baring barked barry basel bashed basil basin basis batter
bayer beaker beater beaver began begun bein being benin bequest bering bette betting biased bing
bitter blacked bland bling blogger blogging boast boos boot boring bout brace bracing brad braid
bran brandi brando brandt brandy brant brig brigg brine brink brunner buick built bully butter
buzzing cachet calle caller calmed camry candle carey carly carr carrey cary cashing casing caster
catche catching cation chandler change changer chanted charged charing cheek chick chock chuck
chucking clint clogging clover coache coaching cocker coder coker comer commie compete completed
composed composer compost conduit configured consent contact contained contend contention contest
context contiguous contrast convection convent cooling core cores cove coven covert covet crass
crate crease created crete criss crosse culled curry customize decker defect defined deleted
deplorable deport depository detest devaluation devine diagnosed dimple discovery distribute
docked docket doing dover draft drafted drifter duality eased easter emigration enabled enabler
enforced enforcer enmity enveloped equality errol estate evacuate evacuation evaluated even
examined examiner excerpt executed exiting expend exposed extent faction fallow falter famed farce
fasten fatter featured fester filly films fines flesh flogging folly fooling forbe forced fore
forge forte foster fusing gallow garde garden garry generated getter getting glade gong gould
grace grad graded grader grady grand grande grape grate grave graze gross guild gully gunner
hacked haden hallow hallowed handel hander handing handled hanged harder hardin harry hayden
headed heady healer healthy hearth heater heath heck helmut herder here hissing hover identity
improv improved included increased indica indict indie induce insect instill integrated introduced
issued issuer jacked jogging kissing lacked lager lagging laker larry laser lasting later launche
lawyer leader legging letter letting likeness limited locker locket lodging logan logged logic
longer longing lover lovin lunch mage mall manifesto marry masks master maximus mayer messing
modal mode modem motel mould mover musing naked nearer nesting netting nodule optimized outer
pacing packed padded padding paint parry paving payer paying peed petting pimple pint player
pocket point police polity polling possibly posters practiced prepared preview prob probed
profiled prone prong propel prose prosper protest prove provided provider quack qualify queued
quicken quirk quite race racing racked raging rand randle read reade reader reddy reds refine
regis released remote removed remover renner repost required resign resort resting retort reuter
rift ring rite robe rocker rocket romain roost roper ross roster rote rouge rouse rout routed
rover rusted sacked saeed safely sample sandler sayer scare scaring scheme scone scope scored
scorer scorn scratche scratchy searche searing seating secured seed seeding serve served serviced
setter settling sever shading shaking shall shaming shaping shaving shearing shore simpler simplex
simply sing site sitting skate slate slayer smart smell smite snitch snore soaring sore sparing
spate sped speedy spend spending spied spite spore sprint stade stage stake stale stall star
starch stare staring stark starr stat stated staten statue stave steed stitch store strat stuart
suing suit suited sully swatch switche swore sync synchronous tacked taken tamed tart taster
tasting tate tents terror texting texts though threw throe thrown tissue toke toning tooling
traced tracer tracey track tracking tract tracy trade trading trance trite trough truce trustee
tubing tully turing turning twitch unable unload unloading updated validated valley valuation vent
ventral verily verity vetting waging waite walled wallow warden wasp wealth wearer were wether
wetter wetting wherea white wich witch woken wong worked world wound wring writ writer wrote
yorker
"""
