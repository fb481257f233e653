"""Verbs that attribute, and the complements with which they do.

Written down from grammars and dictionaries of English: verbs of saying, of thinking, of
judging others, of wanting and of showing. A verb attributes only with a complement that
its frame names; "he called his mother" tells no statement.
"""

from __future__ import annotations

from typing import Final

from heavylift.statements.attribution.forms import forms
from heavylift.statements.vocabulary import with_prepositions, words

#: Speech itself, with a clause or a quotation: the writer heard or read it said.
SPEECH: Final = words("""
    say tell add write note report announce state declare claim argue contend assert
    point insist maintain allege explain suggest warn caution admit acknowledge
    concede confess reveal disclose confirm affirm reaffirm reiterate repeat stress
    emphasize emphasise underscore underline highlight remark observe comment reply
    respond retort answer counter rejoin recall recount relate remind inform notify
    advise assure reassure predict forecast propose recommend ask wonder inquire
    enquire question query testify attest certify plead complain grumble gripe
    lament bemoan moan whine boast brag crow joke quip jest muse opine tweet retweet
    post blog email e-mail text message telegraph cable shout yell scream shriek
    whisper mutter mumble murmur cry exclaim holler bark roar thunder snap hiss
    growl snarl sneer scoff sniff sigh croak drawl bellow chant recite intone
    proclaim pronounce trumpet herald decree rule stipulate interject interrupt
    interpose elaborate clarify narrate publish preach lecture profess avow aver
    submit venture volunteer share protest object agree concur disagree continue
    conclude charge accuse deny rebut hint imply intimate insinuate indicate signal
    urge demand promise pledge vow swear threaten quote read speculate estimate
    reckon calculate project posit postulate theorize hypothesize surmise predicate
    rant rave fume gush enthuse marvel ponder reason mention offer begin interpret
    tout discuss apologize apologise shoot fire chime pipe blurt utter echo counsel
    console congratulate greet thank beg implore beseech entreat exhort order
    instruct command direct request invite invoke guarantee warrant describe caption
    headline editorialize deadpan ad-lib ejaculate gasp sob laugh chuckle vent
    bluster thunder rejoin contradict correct challenge chide scold admonish taunt
    """)

#: What somebody holds, feels, wants or found out, with a clause.
THOUGHT: Final = words("""
    believe think feel consider hold know realize realise recognize recognise
    understand learn hear read find discover determine deduce infer gather judge
    decide doubt suspect fear worry hope wish expect anticipate assume presume
    suppose imagine figure guess conclude calculate accept appreciate regret rejoice
    trust sense notice perceive remember dream foresee envision bet concede intend
    acknowledge fret resent dread pray conclude estimate reckon speculate conceive
    ascertain establish verify contemplate prefer want like love hate
    """)

#: Documents, figures and events that show something, with a clause.
SHOWING: Final = words("""
    show demonstrate prove indicate suggest reveal confirm imply illustrate signify
    document detail specify mandate require estimate project forecast predict find
    establish attest read state say warn conclude note
    """)

#: Speech acts that bind the speaker, with an infinitive: "vowed to leave".
COMMITTING: Final = words("""
    vow pledge promise threaten offer agree swear commit undertake guarantee
    volunteer consent resolve decide
    """)

#: Refusals, with an infinitive or an object.
REFUSING: Final = words("refuse decline")

#: Wishes and plans, with an infinitive.
WANTING: Final = words("""
    want hope wish plan intend expect seek aim desire aspire propose mean prefer
    like love hate claim profess ask demand request dread fear long yearn opt
    hesitate
    """)

#: To bring somebody to do something, with an object and an infinitive.
URGING: Final = words("""
    urge ask tell order instruct command direct request advise warn encourage
    implore beg beseech entreat exhort counsel recommend remind challenge invite
    press pressure persuade convince expect want require forbid permit allow
    authorize authorise dare lobby summon caution admonish enjoin plead motion
    """)

#: Denial, with an object or a clause.
DENYING: Final = words("""
    deny refute reject dismiss dispute rebut contest disavow disclaim contradict
    repudiate rebuff gainsay
    """)

#: Telling of a thing, with a noun.
TELLING: Final = words("""
    offer address announce report mention cite quote describe explain discuss
    propose predict forecast suggest recommend disclose reveal confirm acknowledge
    admit concede outline detail recount relate recall repeat reiterate restate
    reaffirm stress emphasize emphasise claim allege declare proclaim profess
    promise pledge voice express utter state tout trumpet hail tweet retweet clarify
    invoke evoke reference note deny warn guarantee demand request estimate foresee
    signal advocate preach narrate chronicle document depict portray question query
    post hype tout
    """)

#: Judging somebody or something, with an object.
JUDGING: Final = words("""
    attack back compare liken embrace welcome criticize criticise praise blame
    accuse condemn denounce blast slam lambaste lambast mock ridicule deride decry
    bash rip chide scold rebuke reprimand reproach admonish assail berate castigate
    censure chastise deplore disparage excoriate fault insult knock pan pillory
    savage scorn skewer slander smear taunt trash upbraid vilify lampoon malign
    denigrate belittle demean demonize demonise disown impugn laud applaud commend
    compliment congratulate credit extol hail salute cheer thank defend endorse
    support oppose favor favour champion approve disapprove admire like dislike love
    hate detest despise loathe fear doubt distrust mistrust question protest resent
    regret lament bemoan mourn dismiss reject rebuff repudiate renounce disavow
    contradict dispute contest refute rebut discredit debunk downplay minimize
    minimise trivialize scoff prefer demand urge welcome tolerate acknowledge hammer
    troll needle jab zing flay roast rail tout plug heckle boo jeer shame snub
    condone justify excuse rationalize vouch second
    """)

#: Saying what something is, with "as": "described it as a mistake".
AS_VERBS: Final = words("""
    describe portray depict characterize characterise paint cast regard view see
    dismiss label brand refer denounce condemn decry deride mock ridicule reject
    hail praise identify interpret cite quote define recognize recognise treat
    perceive frame bill tout present criticize criticise slam blast perceive picture
    know rank rate list criticise acknowledge lampoon
    """)

#: Saying what something is, with two objects: "called it a mistake".
NAMING: Final = words("""
    call label brand name dub term deem consider declare pronounce nickname style
    judge find think believe rate proclaim hold
    """)

#: With a gerund: "suggested leaving".
WITH_GERUND: Final = words("""
    suggest propose recommend consider deny admit mention recall remember regret
    favor favour oppose support advocate contemplate discuss imagine like love hate
    dislike enjoy resist avoid mind describe report acknowledge defend
    """)

#: With a noun behind a preposition: "called for calm".
PREPOSITIONS: Final = with_prepositions("""
    call:for,on,upon refer:to allude:to point:to talk:about,of
    speak:about,of,against respond:to reply:to agree:to,with,on disagree:with,on
    object:to complain:about,of,over warn:of,about,against boast:about,of brag:about
    joke:about worry:about fret:about wonder:about write:about,of,on tweet:about
    comment:on,about remark:on insist:on,upon elaborate:on dwell:on touch:on
    weigh:on report:on rail:against push:for press:for plead:for advocate:for
    argue:for,against campaign:for,against apologize:for apologise:for vouch:for
    stand:by,for,with hint:at scoff:at sneer:at laugh:at poke:at balk:at bristle:at
    lash:at hit:at fire:at swipe:at approve:of disapprove:of dream:of think:of,about
    conceive:of hear:of,about know:of,about learn:of,about read:about,of believe:in
    hope:for wish:for ask:for,about lobby:for,against side:with quarrel:with
    identify:with sympathize:with sympathise:with lean:toward,towards
    rally:behind,for,around cheer:for root:for fight:for,against
    protest:against,over testify:about,against pledge:to commit:to admit:to
    confess:to plead:to attest:to swear:to testify:to appeal:to,for beg:for
    clamor:for clamour:for dismiss:as inquire:about inform:of,about remind:of,about
    tell:of,about notify:of assure:of convince:of persuade:of accuse:of suspect:of
    question:about press:on,about interview:about debate:over,about take:over
    care:about muse:about,on reflect:on speculate:about,on rant:about,against
    rave:about gush:about gloat:about crow:about fume:about,over,at opine:on
    pontificate:on tell:about inveigh:against caution:against
    """)

#: Everything that asks rather than says.
ASKING: Final = words("ask wonder inquire enquire question query request beg")

#: What reporters use every day: here the rules go beyond the parse.
CORE: Final = words("""
    say tell add write note report announce state declare claim argue insist explain
    point suggest warn acknowledge reveal confirm reiterate stress emphasize
    emphasise tweet testify allege assert contend maintain predict estimate conclude
    reply respond continue ask admit deny believe think show indicate
    """)

#: Speech reported once more inside a quotation.
REPEATED: Final = words("""
    say tell add write report announce state declare claim argue insist warn admit
    deny confirm testify allege predict
    """)

#: Verbs that lend themselves to a noun that attributes: "raised concerns about".
LIGHT: Final = words("""
    make issue express raise voice have give deliver release offer take show draw
    publish unveil deny reject dismiss repeat reiterate launch level send post write
    file hold share state outline lay face pose announce present provide propose
    defend
    """)

#: Verbs of speech that are as often something else.
WEAK: Final = words("""
    share offer begin fire shoot charge direct order rule read project object
    continue challenge correct command publish submit text cable reason
    """)

#: "As he put it".
PUTTING: Final = words("put")

#: With a clause.
WITH_CLAUSE: Final = SPEECH | THOUGHT | SHOWING

#: With an infinitive whose subject is the source.
WITH_INFINITIVE: Final = COMMITTING | REFUSING | WANTING

#: With an object.
WITH_NOUN: Final = TELLING | JUDGING | DENYING

#: The whole inventory.
ALL: Final = (
    WITH_CLAUSE | WITH_INFINITIVE | WITH_NOUN | WITH_GERUND | URGING | AS_VERBS | NAMING
    | PUTTING | LIGHT | frozenset(PREPOSITIONS)
)  # fmt: skip

#: From each form to its dictionary form.
LEMMAS: Final = forms(ALL)
