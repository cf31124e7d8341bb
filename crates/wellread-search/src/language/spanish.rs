//! Spanish: stop words, the accents that folding took and the stemmer needs, and synonyms.

use super::tables::Tables;

/// The tables of the language.
pub(super) const TABLES: Tables = Tables {
    stop: "a al algo algun alguna ante antes como con cual cuales cuando de del desde donde dos e el \
           ella ellas ellos en entre era eran es esa ese eso esta estan estas este esto estos fue ha \
           hace hacer hago han hasta hay la las le les lo los mas me mi mis muy necesito nos nosotros \
           o para pero por porque pueda puede pueden puedo que quien quienes quiero se sea ser si \
           significa sin sobre son soy su sus tambien te tener tengo ti tiene tienen tu tus u un una \
           unas unos usted y ya yo",
    weak: "acerca ahora ahi alguien aqui asi aun ayer aunque cada cosa cosas despues decir dice dicen \
           dijo dijeron durante entonces gracias hacemos hay hola luego mientras mucho muchos nada nadie \
           ni no nunca otra otro otros pasa pasar paso pues quieren quiere sabe saber siempre solo tal \
           tambien todavia todo todos tras va vamos van veces vez hijo hija hijos hijas nino nina \
           ninos ninas ayuda",
    numbers: "cero=0 uno=1 dos=2 tres=3 cuatro=4 cinco=5 seis=6 siete=7 ocho=8 nueve=9 cien=100 \
              quinientos=500 ochocientos=800 novecientos=900 veinte=20 treinta=30 cuarenta=40 \
              cincuenta=50 sesenta=60 setenta=70 ochenta=80",
    forms: "",
    letters: "",
    // Latin American Spanish: z, s and soft c are one sound, b and v, ll and y, g before e and j;
    // h is silent.
    sounds: &[
        ("ch", "x"),
        ("h", ""),
        ("ce", "se"),
        ("ci", "si"),
        ("z", "s"),
        ("que", "ke"),
        ("qui", "ki"),
        ("q", "k"),
        ("c", "k"),
        ("v", "b"),
        ("ll", "y"),
        ("ge", "je"),
        ("gi", "ji"),
        ("gue", "ge"),
        ("gui", "gi"),
        ("rr", "r"),
        ("ps", "s"),
        ("ks", "x"),
        ("w", "u"),
        ("y", "i"),
        ("mb", "nb"),
        ("mp", "np"),
        ("ee", "e"),
        ("ss", "s"),
        ("kk", "k"),
        ("^", ""),
    ],
    prefixes: &[],
    // Snowball's Spanish stemmer knows these suffixes only with their accents.
    suffixes: &[("cion", "ción"), ("sion", "sión"), ("logia", "logía"), ("logias", "logías")],
    synonyms: &[
        "nino hijo hija nina menor",
        "estudiante alumno alumna nino",
        "adolescente joven",
        "padre madre mama papa tutor familia",
        "pedir pido pide solicitar solicitud",
        "prueba examen evaluacion evaluar",
        "ayuda apoyo asistencia",
        "doctor medico pediatra",
        "terapeuta consejero psicologo",
        "maestro maestra profesor profesora docente",
        "escuela colegio",
        "reunion junta",
        "miedo ansiedad preocupacion",
        "triste tristeza depresion",
        "costo precio pagar dinero",
        "desacuerdo apelar queja",
        "ley legal derecho",
        "discapacidad trastorno condicion",
        "plan programa",
        "problema dificultad",
        "tarea deberes",
        "conducta comportamiento",
        "ruido sonido",
        "trabajo empleo",
        "diferencia diferente comparar",
    ],
    signs: "ñ¿¡",
    // As in English: bullying, a school that refuses, consent that is taken back, an independent
    // evaluation.
    idioms: "burlan+de=acoso se+burlan=acoso dijeron+no=negar dijo+no=negar cambie+opinion=revocar \
             segunda+opinion=independiente",
    stemmer: include_str!(concat!(env!("OUT_DIR"), "/spanish.js")),
};
