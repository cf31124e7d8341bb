//! English: stop words, British and American spelling, and synonyms.
//!
//! Words are chosen for hubs about children, schools and health: what a parent types is set against
//! what a clinician writes. A group of synonyms may cost a query a few more files, so rare words
//! are left out.

use super::tables::Tables;

/// The tables of the language.
pub(super) const TABLES: Tables = Tables {
    stop: "a about am an and any anyone are as at be been being but by can could did do does doing \
           dont for from get gets getting had happen happens has have having he her hers him his how i id if im in \
           into is isnt it its ive just like may me mean means might must my of on or our ours \
           please she should shouldnt so some than that the their theirs them then there these \
           they this those to too us very was we were what whats when where which who whom whose \
           why will with would you your yours eg ie cant doesnt",
    weak: "after again all already also always another anything ask asked asking back \
           because before best both called came come comes day days else end even ever \
           every everyone everything find finding first found gave getting give gives \
           giving go goes going gone good got great hard hello help here hey hi keep \
           keeps kept kind know last let like little long look looking lot make makes \
           making many maybe more most much need near needs never new next no not nothing now \
           off often ok old once only other others out over own part people place put \
           really right said same saw say saying says see seem seems since someone somebody \
           anybody everybody himself herself themselves something sometimes start started still stop stuff such sure take takes taking \
           talk tell tells thank thanks thing things think through time times today told \
           too took try trying until up upon use used using want wanted wants way ways \
           week weeks well went while within without wont work working works worse yes \
           yet advice tips info didnt havent hasnt wasnt arent wouldnt couldnt cannot \
           gonna wanna plz hes shes thats theyre im kid kids child children son daughter \
           boy girl year years trouble problem problems issue issues struggle struggles struggling \
           difficulty near nearby tomorrow \
           yesterday tonight soon later less fewer cuz cause tmrw tmw pls",
    numbers: "zero=0 oh=0 o=0 one=1 two=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 \
              eleven=11 twelve=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 \
              eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 sixty=60 seventy=70 \
              eighty=80 ninety=90 hundred=100",
    // Verbs that stems do not bring together, as far as hubs and parents use them, and words that
    // they cut short on a phone. `understood`, `saw`, `left` and `felt` are words of their own too,
    // so they are left out.
    forms: "written=write wrote=write taught=teach caught=catch fought=fight bought=buy brought=bring \
            spoke=speak spoken=speak broke=break broken=break chose=choose chosen=choose hid=hide \
            hidden=hide bitten=bite threw=throw thrown=throw forgot=forget forgotten=forget \
            held=hold paid=pay sent=send spent=spend lost=lose met=meet kept=keep slept=sleep \
            wept=weep swore=swear stole=steal stolen=steal fell=fall fallen=fall grew=grow grown=grow \
            gave=give given=give took=take taken=take ran=run sat=sit stood=stand won=win sued=sue \
            withdrew=withdraw withdrawn=withdraw drew=draw drawn=draw wore=wear awoke=wake \
            began=begin begun=begin drank=drink rode=ride ridden=ride shook=shake \
            heard=hear meant=mean dealt=deal built=build fed=feed led=lead bled=bleed fled=flee \
            beaten=beat eaten=eat ate=eat knew=know known=know women=woman men=man teeth=tooth \
            feet=foot diagnoses=diagnosis diagnosed=diagnosis diagnose=diagnosis crises=crisis \
            suing=sue sues=sue learner=learn learners=learn meds=medication \
            eval=evaluation evals=evaluation",
    letters: "ay=a bee=b see=c cee=c dee=d ee=e ef=f eff=f gee=g aitch=h eye=i jay=j kay=k el=l ell=l \
              em=m en=n oh=o pee=p cue=q queue=q are=r ar=r ess=s tee=t you=u vee=v ex=x why=y zee=z",
    // Rough: hard and soft consonants that letters do not tell apart, silent letters, and vowels in
    // a row, all of which are one; so consonants decide, and the number of syllables.
    sounds: &[
        ("^kn", "n"),
        ("^gn", "n"),
        ("^pn", "n"),
        ("^ps", "s"),
        ("^wr", "r"),
        ("^wh", "w"),
        ("^x", "s"),
        ("^mn", "n"),
        ("tch", "x"),
        ("sch", "sk"),
        ("psych", "sik"),
        ("ph", "f"),
        ("ght", "t"),
        ("gh", ""),
        ("dge", "j"),
        ("ck", "k"),
        ("cc", "k"),
        ("ch", "k"),
        ("tion", "xn"),
        ("sion", "xn"),
        ("ssion", "xn"),
        ("cion", "xn"),
        ("shun", "xn"),
        ("ce", "s"),
        ("ci", "s"),
        ("cy", "s"),
        ("c", "k"),
        ("q", "k"),
        ("z", "s"),
        ("x", "ks"),
        ("ge", "j"),
        ("gi", "j"),
        ("gy", "j"),
        ("g", "j"),
        ("v", "f"),
        ("h", ""),
        ("w", ""),
        ("mb", "m"),
        ("bt", "t"),
        ("y", "i"),
        ("a", "A"),
        ("e", "A"),
        ("i", "A"),
        ("o", "A"),
        ("u", "A"),
        ("AA", "A"),
        ("AA", "A"),
        ("^", ""),
        ("ss", "s"),
        ("kk", "k"),
        ("mm", "m"),
        ("nn", "n"),
        ("ll", "l"),
        ("rr", "r"),
        ("tt", "t"),
        ("pp", "p"),
        ("dd", "d"),
        ("ff", "f"),
    ],
    prefixes: &[
        ("misbehaviour", "misbehavior"),
        ("behaviour", "behavior"),
        ("colour", "color"),
        ("favour", "favor"),
        ("neighbour", "neighbor"),
        ("honour", "honor"),
        ("labour", "labor"),
        ("humour", "humor"),
        ("rumour", "rumor"),
        ("flavour", "flavor"),
        ("harbour", "harbor"),
        ("endeavour", "endeavor"),
        ("tumour", "tumor"),
        ("vigour", "vigor"),
        ("programmes", "programs"),
        ("programme", "program"),
        ("centred", "centered"),
        ("centre", "center"),
        ("theatre", "theater"),
        ("metre", "meter"),
        ("litre", "liter"),
        ("fibre", "fiber"),
        ("counsell", "counsel"),
        ("travell", "travel"),
        ("labell", "label"),
        ("modell", "model"),
        ("cancell", "cancel"),
        ("levell", "level"),
        ("signall", "signal"),
        ("channell", "channel"),
        ("enrolment", "enrollment"),
        ("enrols", "enrolls"),
        ("fulfilment", "fulfillment"),
        ("skilful", "skillful"),
        ("wilful", "willful"),
        ("practis", "practic"),
        ("licence", "license"),
        ("defence", "defense"),
        ("offence", "offense"),
        ("paed", "ped"),
        ("orthopaed", "orthoped"),
        ("haem", "hem"),
        ("anaem", "anem"),
        ("anaesth", "anesth"),
        ("gynaec", "gynec"),
        ("foet", "fet"),
        ("oest", "est"),
        ("diarrhoea", "diarrhea"),
        ("manoeuv", "maneuv"),
        ("catalogue", "catalog"),
        ("dialogue", "dialog"),
        ("analogue", "analog"),
        ("judgement", "judgment"),
        ("ageing", "aging"),
        ("learnt", "learned"),
        ("sceptic", "skeptic"),
        ("grey", "gray"),
        ("pyjama", "pajama"),
        ("cheque", "check"),
        ("maths", "math"),
        ("mum", "mom"),
        ("moms", "mom"),
    ],
    suffixes: &[
        ("isation", "ization"),
        ("isations", "izations"),
        ("ise", "ize"),
        ("ised", "ized"),
        ("ises", "izes"),
        ("ising", "izing"),
        ("iser", "izer"),
        ("isers", "izers"),
        ("yse", "yze"),
        ("ysed", "yzed"),
        ("ysing", "yzing"),
    ],
    synonyms: &[
        // Families name their child in many ways; pages say child or student.
        "child kid son daughter toddler",
        "student pupil child",
        "teen teenager adolescent youth young+people young+person",
        "parent mother father mom dad guardian caregiver grandparent",
        // Asking and being refused.
        "request ask apply referral",
        "test evaluation assessment exam screening",
        // What a clinic's evaluation is called on its own letterhead, and cut short at home.
        "evaluation report neuropsych neuropsychological psychoeducational psychoed",
        "help support assistance",
        "refuse deny denied refusal reject",
        "disagree dispute agree appeal complaint argue",
        // What a school does with a plan, by parents, and how the law puts it.
        "ignore violate break follow",
        "complaint complain report sue",
        "lawyer attorney advocate",
        "due+process lawsuit sue hearing",
        // Who works at a school.
        "doctor physician pediatrician",
        "therapist counselor psychologist",
        "teacher educator",
        "paraprofessional para aide parapro helper assistant",
        // "The shrink at school" asks for the one whom schools have.
        "psychiatrist psychologist shrink",
        // Behavior, as families see it and as schools write it.
        "behavior misbehave meltdown tantrum outburst aggression",
        "behavior hit bite kick throw aggressive violent",
        "angry anger tantrum meltdown rage",
        "defiant defiance oppositional behavior",
        // Leaving the room: schools say elope, families that a child bolts.
        "behavior elope elopement bolt wander",
        // Discipline: pages speak of discipline and of its meeting, families of what happened.
        "discipline suspension suspend expel expulsion detention",
        "discipline sent+home kicked+out punish punishment",
        "discipline fight weapon drugs vape cheat",
        "restraint seclusion restrain isolation",
        // What families report when an adult laid hands on a child.
        "restraint grab drag pinned",
        // `officer` is left out: the hearing officer is another one.
        "police cop sro",
        // Feelings.
        "sad depressed depression cry",
        "worried worry anxious anxiety nervous",
        "anxiety scared afraid fear panic phobia",
        "emotional feeling mood mental",
        "lonely friend social",
        // What parents say of themselves.
        "tired exhausted overwhelmed burnout",
        // Families say what happened; pages are called by what follows from it.
        "divorce separation custody split+up break+up",
        "grief loss death bereavement funeral mourning",
        "grief death+pet pet+died dog+died cat+died",
        // At night, from what it looks like to what it is.
        "sleep bedtime insomnia nightmare night+terror",
        "nightmare night+terror",
        // What hurts before school, in the words of a child.
        "stomachache stomach tummy belly",
        "suicide crisis self+harm",
        // School life.
        "bully harass tease intimidate",
        "discrimination bully harass unfair",
        "absent absence attendance truancy skip",
        "absent school+refusal",
        "homework assignment classwork hw",
        "grade mark score report+card",
        "reading reader literacy decode phonics",
        "writing handwriting pencil spelling",
        "occupational handwriting pencil",
        "math arithmetic dyscalculia",
        "dyslexia dyscalculia dysgraphia",
        "learning+disability dyscalculia dysgraphia",
        // Clinicians say auditory where families say hearing.
        "auditory hearing listen",
        // Extended time is what schools call extra time.
        "extended extra longer",
        "meeting conference appointment",
        "principal administrator",
        "district administrative+unit lea boces",
        "kindergarten preschool",
        "college university",
        "recess break",
        "summer vacation",
        // School says bathroom, families of young children say what they do there at home.
        "bathroom toilet potty",
        // Pages speak of the day or of the paper.
        "graduation graduate diploma",
        "retain retention repeat",
        "accelerate acceleration skip advanced",
        "bus transportation ride",
        "tutor tutoring intervention",
        "tier intervention",
        // Conditions by other names.
        "autism autistic aspergers asperger",
        "nonverbal nonspeaking speech communication",
        "stutter speech stammer",
        "concussion brain",
        "attention focus concentrate distracted",
        // Short for hyperactive, in every kitchen.
        "hyperactive adhd hyper",
        "disability disorder condition",
        "clever smart bright gifted",
        "gifted bored boredom",
        // Gifted And Talented Education, as many districts call their program; others say GT.
        "gifted gate gt talented",
        "lazy motivation unmotivated",
        "disorganized organization organize",
        "milestone development",
        "present+level plop",
        // The rest, as before.
        "cost price fee pay money",
        "difference different versus vs compare",
        "move transfer",
        "begin start",
        "law legal right",
        "email letter write",
        "phone call contact",
        // A visit without a waiting room, by the name of the program that it runs on.
        "telehealth telemedicine virtual zoom video+visit video+call",
        "trouble difficulty problem struggle",
        "noise noisy sound loud",
        "eligible eligibility qualify",
        // Adults with a disability ask how to get hired.
        "job work employment hire hired",
        // Families ask for the file; the law calls it a record.
        "record file",
        // What the law calls confidential is private at home.
        "privacy confidential confidentiality",
        // Whoever speaks the family's language at a meeting, and whoever writes it.
        "interpreter translator translation translate",
        // Schools send medication forms; families say what is in the bottle.
        "medication medicine",
        // What children call them, and what forms do.
        "grandparent grandma grandpa grandmother",
        "sibling brother sister",
        // The insurance that many families have by this name alone.
        "insurance medicaid",
        // What families whose language is Spanish try in a hub in English.
        "spanish espanol",
        "help ayuda",
        "lawyer abogado",
        "free gratis",
        "education educacion",
        "special especial",
        "school escuela escolar",
        "therapy therapist counseling terapia",
        "headphone earphone",
        "ipad technology tablet device software app",
    ],
    signs: "",
    // Bullying as children put it; a school that refuses; consent that is taken back; discipline
    // without its name; behavior and attention as teachers describe them at the door; an
    // independent evaluation as everyone calls it; school refusal. Parents who part; the loss of a
    // pet; a child who is always moving, who wakes up screaming, whom no one understands, who
    // cannot hold a pencil, whom adults held down, who does not speak, who runs away, who is below
    // the grade's level. An evaluation that the school does not do, as families pay for it. Left
    // out are those with another meaning that is as frequent: `left out` (of a meeting),
    // `take back` (to another school), `mean to` (what does it), `say no` (families may, too),
    // `pull out` (lessons in a small group).
    idioms: "pick+on=bully make+fun=bully made+fun=bully beat+up=bully gang+up=bully are+mean=bully \
             being+mean=bully so+mean=bully said+no=refuse turn+down=refuse \
             change+mind=revoke kick+out=suspend send+home=suspend act+out=behavior act+up=behavior \
             sit+still=attention zone+out=attention space+out=attention second+opinion=independent \
             wont+go=refusal wont+test=refuse wont+evaluate=refuse \
             refuse+test=refuse split+up=divorce break+up=divorce death+pet=grief pet+die=grief \
             dog+die=grief cat+die=grief bounce+off+wall=adhd night+terror=sleep \
             understand+say=speech hold+pencil=occupational hold+down=restraint \
             non+verbal=nonspeaking below+grade=behind below+level=behind run+away=behavior \
             run+off=behavior run+out+classroom=behavior private+test=independent \
             private+evaluation=independent outside+test=independent outside+evaluation=independent",
    stemmer: include_str!(concat!(env!("OUT_DIR"), "/english.js")),
};
