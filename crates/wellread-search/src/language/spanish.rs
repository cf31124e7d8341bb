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
    stemmer: include_str!("../../client/language/spanish.js"),
};
