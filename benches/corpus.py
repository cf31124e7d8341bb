#!/usr/bin/env python3
"""Writes one synthetic hub in the formats of several generators.

usage: corpus.py OUT [--articles N] [--terms M] [--resources R] [--words W] [--seed S]
                 [--for wellread,zola,hugo]

Every generator gets the same Markdown bodies, byte for byte, in a folder of its name below OUT, so
that their build times can be compared on one machine. Words are made up, but their lengths and
frequencies are those of natural text (Zipf's law), and a third of the sentences use a term. The
same options always give the same hub.
"""
import argparse, os, random, datetime

FUNCTION = ("the of and to a in is that for it as was with be by on not he his but at are this have "
            "from or had an they which one you were all her she there would their we him been has when "
            "who will no more if out so up said what its about than into them can only other time new "
            "some could these two may first then do any like my now over such our man me even most made "
            "after also did many off before must well back through years where much your way down should "
            "because long each just state those people how too little good world make very year still see "
            "own work men day get here between both life being under three never know same last another "
            "while us might great go come since against right came take used himself few house use place "
            "during without again home around small however found mrs part school general once upon every "
            "child children parent parents family families teacher student students plan plans support "
            "services evaluation learning needs help meeting team classroom reading writing speech").split()
ONSET = "b c d f g h j k l m n p r s t v w br ch cl cr dr fl gr pl pr sh sl sp st th tr".split()
NUCLEUS = "a e i o u ai ea ee ie oa ou".split()
CODA = ["", "", "n", "r", "s", "t", "l", "m", "nd", "nt", "ck", "ng", "st", "rd"]


def vocabulary(rng, size):
    """Words from the most to the least frequent: common English ones first, then made-up ones."""
    words = list(dict.fromkeys(FUNCTION))
    seen = set(words)
    while len(words) < size:
        n = rng.choice([1, 2, 2, 3, 3, 4])
        w = "".join(rng.choice(ONSET) + rng.choice(NUCLEUS) + (rng.choice(CODA) if i == n - 1 else "") for i in range(n))
        if w not in seen and len(w) > 2:
            seen.add(w)
            words.append(w)
    return words


class Text:
    """Writes sentences, paragraphs and whole bodies of Markdown."""

    def __init__(self, rng, vocab, terms):
        self.rng, self.vocab, self.terms = rng, vocab, terms
        # Mandelbrot's form of Zipf's law.
        weights = [1 / (i + 2.7) for i in range(len(vocab))]
        total, acc, self.cum = sum(weights), 0.0, []
        for w in weights:
            acc += w / total
            self.cum.append(acc)

    def words(self, n):
        return self.rng.choices(self.vocab, cum_weights=self.cum, k=n)

    def phrase(self, lo=2, hi=6):
        return " ".join(self.words(self.rng.randint(lo, hi)))

    def sentence(self, links=()):
        ws = self.words(self.rng.randint(7, 22))
        r = self.rng
        if self.terms and r.random() < 0.35:
            t = r.choice(self.terms)
            form = r.choice(t["forms"])
            ws.insert(r.randrange(1, len(ws)), form)
        if r.random() < 0.10:
            i = r.randrange(len(ws)); ws[i] = f"**{ws[i]}**"
        if r.random() < 0.08:
            i = r.randrange(len(ws)); ws[i] = f"*{ws[i]}*"
        if links and r.random() < 0.06:
            ws.insert(r.randrange(len(ws)), f"[{self.phrase(1,3)}]({r.choice(links)})")
        if r.random() < 0.15:
            i = r.randrange(len(ws)); ws[i] = ws[i] + ","
        s = " ".join(ws)
        return s[0].upper() + s[1:] + r.choice([".", ".", ".", "?", "."])

    def paragraph(self, links=()):
        return " ".join(self.sentence(links) for _ in range(self.rng.randint(3, 6)))

    def body(self, target):
        r, out, count, footnotes = self.rng, [], 0, 0
        links = [f"https://example.org/{w}" for w in self.words(4)]
        while count < target:
            out.append("## " + self.phrase(3, 7).capitalize())
            for _ in range(r.randint(1, 3)):
                p = self.paragraph(links)
                if r.random() < 0.10:
                    footnotes += 1
                    p += f"[^{footnotes}]"
                out.append(p)
                count += len(p.split())
            roll = r.random()
            if roll < 0.35:
                items = [self.sentence() for _ in range(r.randint(3, 6))]
                out.append("\n".join("- " + i for i in items)); count += sum(len(i.split()) for i in items)
            elif roll < 0.45:
                rows = [f"| {self.phrase(1,2)} | {self.phrase(2,5)} | {self.phrase(1,3)} |" for _ in range(4)]
                out.append("| name | what | who |\n|---|---|---|\n" + "\n".join(rows)); count += 30
            elif roll < 0.52:
                out.append("> " + self.sentence())
        for i in range(1, footnotes + 1):
            out.append(f"[^{i}]: {self.sentence()} <https://example.org/source/{i}>")
        return "\n\n".join(out) + "\n"


def make_terms(rng, vocab, m):
    """Terms of one to three rare words, with an abbreviation where there are several. `forms` are
    the ways in which the text writes them."""
    terms, seen = [], set()
    tail = vocab[len(FUNCTION):]
    while len(terms) < m:
        n = rng.choice([1, 2, 2, 3, 3])
        ws = [rng.choice(tail) for _ in range(n)]
        name = " ".join(ws)
        if name in seen:
            continue
        seen.add(name)
        forms, aliases = [name, name + "s"], []
        if n >= 2:
            ac = "".join(w[0] for w in ws).upper() + rng.choice("BCDFGHJKLMNPQRSTVWXZ")
            if ac not in seen:
                seen.add(ac); aliases.append(ac); forms += [ac, ac, ac + "s"]
        terms.append({"name": name, "slug": name.replace(" ", "-"), "aliases": aliases, "forms": forms})
    return terms


def put(path, text):
    """Writes a file, with the folders it needs."""
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("out")
    ap.add_argument("--articles", type=int, default=1000)
    ap.add_argument("--terms", type=int, default=300)
    ap.add_argument("--resources", type=int, default=200)
    ap.add_argument("--words", type=int, default=700)
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--for", dest="targets", default="wellread,zola,hugo")
    a = ap.parse_args()
    rng = random.Random(a.seed)
    vocab = vocabulary(rng, 20000)
    terms = make_terms(rng, vocab, a.terms)
    text = Text(rng, vocab, terms)
    targets = a.targets.split(",")
    topics = ["school", "diagnosis", "therapy", "rights", "home", "teens"]
    day0 = datetime.date(2020, 1, 1)
    arts = []
    for i in range(a.articles):
        d = day0 + datetime.timedelta(days=i % 2300)
        arts.append({"slug": f"article-{i:05d}", "title": text.phrase(3, 8).capitalize(),
                     "summary": text.sentence().replace("*", ""), "date": d.isoformat(),
                     "topic": rng.choice(topics), "body": text.body(a.words)})
    gloss = [{**t, "body": text.paragraph() + "\n"} for t in terms]
    res = [{"slug": f"resource-{i:04d}", "title": text.phrase(2, 5).title(), "url": f"https://resources.bench/r/{i}",
            "summary": text.sentence().replace("*", ""), "topic": rng.choice(topics), "body": text.paragraph() + "\n"} for i in range(a.resources)]
    q = lambda s: '"' + s.replace("\\", "\\\\").replace('"', '\\"') + '"'

    if "wellread" in targets:
        root = os.path.join(a.out, "wellread")
        put(f"{root}/site.toml", 'title = "Bench hub"\nbase_url = "https://hub.test/"\nlanguage = "en"\n')
        for x in arts:
            put(f"{root}/content/articles/{x['slug']}.md", f"---\ntitle: {q(x['title'])}\nsummary: {q(x['summary'])}\npublished: {x['date']}\ntopics: [{x['topic']}]\n---\n\n{x['body']}")
        for x in gloss:
            put(f"{root}/content/glossary/{x['slug']}.md", f"---\nterm: {q(x['name'])}\naliases: [{', '.join(q(y) for y in x['aliases'])}]\n---\n\n{x['body']}")
        for x in res:
            put(f"{root}/content/resources/{x['slug']}.md", f"---\ntitle: {q(x['title'])}\nurl: {x['url']}\nsummary: {q(x['summary'])}\ntopics: [{x['topic']}]\n---\n\n{x['body']}")

    nav = '<header><a href="/">Bench hub</a><nav><ul><li><a href="/articles/">Articles</a></li><li><a href="/glossary/">Glossary</a></li><li><a href="/resources/">Resources</a></li></ul></nav></header>'
    head = '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s</title><meta name="description" content="%s"></head><body>' + nav + '<main>'
    foot = '</main><footer><p>Bench hub</p></footer></body></html>'

    if "zola" in targets:
        root = os.path.join(a.out, "zola")
        put(f"{root}/config.toml", 'base_url = "https://hub.test"\ntitle = "Bench hub"\nbuild_search_index = true\ngenerate_feeds = true\ntaxonomies = [{name = "topics"}]\n\n[markdown]\nbottom_footnotes = true\n')
        put(f"{root}/templates/index.html", head % ("{{ config.title }}", "") + "<h1>{{ config.title }}</h1>" + foot)
        put(f"{root}/templates/section.html", head % ("{{ section.title }}", "") + "<h1>{{ section.title }}</h1><ul>{% for p in section.pages %}<li><a href=\"{{ p.permalink }}\">{{ p.title }}</a> {{ p.description }}</li>{% endfor %}</ul>" + foot)
        put(f"{root}/templates/page.html", head % ("{{ page.title }}", "{{ page.description }}") + "<article><h1>{{ page.title }}</h1>{% if page.date %}<p>{{ page.date }} · {{ page.reading_time }} min read</p>{% endif %}<nav><ul>{% for h in page.toc %}<li><a href=\"{{ h.permalink }}\">{{ h.title }}</a></li>{% endfor %}</ul></nav>{{ page.content | safe }}</article>" + foot)
        put(f"{root}/templates/taxonomy_list.html", head % ("topics", "") + "<ul>{% for t in terms %}<li><a href=\"{{ t.permalink }}\">{{ t.name }}</a></li>{% endfor %}</ul>" + foot)
        put(f"{root}/templates/taxonomy_single.html", head % ("{{ term.name }}", "") + "<ul>{% for p in term.pages %}<li><a href=\"{{ p.permalink }}\">{{ p.title }}</a></li>{% endfor %}</ul>" + foot)
        put(f"{root}/content/_index.md", "+++\ntitle = \"Bench hub\"\n+++\n")
        for s in ("articles", "glossary", "resources"):
            put(f"{root}/content/{s}/_index.md", f"+++\ntitle = \"{s}\"\nsort_by = \"{'date' if s == 'articles' else 'title'}\"\n+++\n")
        for x in arts:
            put(f"{root}/content/articles/{x['slug']}.md", f"+++\ntitle = {q(x['title'])}\ndescription = {q(x['summary'])}\ndate = {x['date']}\n[taxonomies]\ntopics = [{q(x['topic'])}]\n+++\n\n{x['body']}")
        for x in gloss:
            put(f"{root}/content/glossary/{x['slug']}.md", f"+++\ntitle = {q(x['name'])}\n+++\n\n{x['body']}")
        for x in res:
            put(f"{root}/content/resources/{x['slug']}.md", f"+++\ntitle = {q(x['title'])}\ndescription = {q(x['summary'])}\n[taxonomies]\ntopics = [{q(x['topic'])}]\n+++\n\n{x['body']}")

    if "hugo" in targets:
        root = os.path.join(a.out, "hugo")
        put(f"{root}/hugo.toml", 'baseURL = "https://hub.test/"\ntitle = "Bench hub"\n[taxonomies]\ntopic = "topics"\n[markup.goldmark.renderer]\nunsafe = true\n')
        put(f"{root}/layouts/home.html", head % ("{{ .Site.Title }}", "") + "<h1>{{ .Site.Title }}</h1>" + foot)
        put(f"{root}/layouts/section.html", head % ("{{ .Title }}", "") + "<h1>{{ .Title }}</h1><ul>{{ range .Pages }}<li><a href=\"{{ .Permalink }}\">{{ .Title }}</a> {{ .Description }}</li>{{ end }}</ul>" + foot)
        put(f"{root}/layouts/page.html", head % ("{{ .Title }}", "{{ .Description }}") + "<article><h1>{{ .Title }}</h1><p>{{ .Date.Format \"2006-01-02\" }} · {{ .ReadingTime }} min read</p>{{ .TableOfContents }}{{ .Content }}</article>" + foot)
        put(f"{root}/layouts/taxonomy.html", head % ("topics", "") + "<ul>{{ range .Pages }}<li><a href=\"{{ .Permalink }}\">{{ .Title }}</a></li>{{ end }}</ul>" + foot)
        put(f"{root}/layouts/term.html", head % ("{{ .Title }}", "") + "<ul>{{ range .Pages }}<li><a href=\"{{ .Permalink }}\">{{ .Title }}</a></li>{{ end }}</ul>" + foot)
        for x in arts:
            put(f"{root}/content/articles/{x['slug']}.md", f"---\ntitle: {q(x['title'])}\ndescription: {q(x['summary'])}\ndate: {x['date']}\ntopics: [{x['topic']}]\n---\n\n{x['body']}")
        for x in gloss:
            put(f"{root}/content/glossary/{x['slug']}.md", f"---\ntitle: {q(x['name'])}\n---\n\n{x['body']}")
        for x in res:
            put(f"{root}/content/resources/{x['slug']}.md", f"---\ntitle: {q(x['title'])}\ndescription: {q(x['summary'])}\ntopics: [{x['topic']}]\n---\n\n{x['body']}")

    print(f"{a.articles} articles, {a.terms} terms, {a.resources} resources, "
          f"{sum(len(x['body']) for x in arts) / 1e6:.1f} MB of article Markdown -> {a.out}")


main()
