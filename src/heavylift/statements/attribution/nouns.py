"""Nouns and adjectives that attribute, with their prepositions."""

from __future__ import annotations

from typing import Final

from heavylift.statements.vocabulary import with_prepositions, words

NOUNS: Final = with_prepositions("""
    claim:about,of statement:about,on,of report:on,about,of announcement:about,of,on
    argument:for,against,about assertion:about,of allegation:about,of,against
    accusation:against,of,about suggestion:of,about admission:of acknowledgement:of
    acknowledgment:of contention:about insistence:on observation:about,on
    remark:about,on comment:about,on,of assessment:of estimate:of,for
    forecast:of,for prediction:of,about projection:of,for conclusion:about
    finding:of,about,on warning:of,about,to explanation:of,for,about denial:of
    confession:of declaration:of revelation:about,of disclosure:of,about
    question:about,of,over,on inquiry:about,into complaint:about,against,of
    concern:about,over,with,for worry:about,over fear:of,about,over
    doubt:about,over,of hope:of,for,about belief:in,about,of view:of,on,about
    opinion:of,on,about position:on,against stance:on,against,toward idea:of,about
    thought:on,about,of feeling:about,on suspicion:of,about speculation:about,on
    rumor:of,about rumour:of,about confidence:in,about optimism:about
    pessimism:about skepticism:about,of,toward scepticism:about,of
    criticism:of,about,over praise:for,of condemnation:of denunciation:of
    rebuke:of,to attack:on,against support:for,of opposition:to endorsement:of,for
    backing:of,for approval:of,for disapproval:of defense:of defence:of rejection:of
    objection:to,about protest:against,over,about call:for demand:for appeal:for,to
    plea:for request:for,of proposal:for,on plan:for,on promise:of,about
    pledge:of,to,about vow:of threat:of,against,to offer:of decision:on,about
    refusal:of intention:of,about desire:for wish:for willingness:of
    reluctance:about,of interest:in commitment:to,on dedication:to respect:for
    admiration:for,of contempt:for dislike:of,for disdain:for distrust:of
    hatred:of,for sympathy:for,with outrage:over,about,at anger:over,about,at,toward
    frustration:with,over,about,at regret:for,about,over surprise:at,about,over
    alarm:about,over gratitude:for,to advice:on,about,to
    recommendation:of,for,on,about reminder:of,about,to testimony:about,on,against
    message:about,of,on,to story:about,of,on speech:on,about letter:about,on
    memo:about,on tweet:about,of article:about,on book:about,on notion:of,about
    sense:of,about joke:about reference:to mention:of,to allusion:to reaction:to
    response:to reply:to answer:to faith:in preference:for apology:for,to attempt:of
    effort:of agreement:on,with,about consensus:on,about judgment:of,about,on
    judgement:of,about,on description:of characterization:of portrayal:of account:of
    version:of understanding:of,about knowledge:of,about focus:on emphasis:on
    disagreement:with,over,about case:for,against point:about talk:of,about
    commentary:on,about suspicion:of,about perception:of
    """)

#: Nouns that take an infinitive.
WITH_INFINITIVE: Final = words("""
    promise pledge vow threat offer plan proposal decision refusal intention desire
    wish willingness reluctance commitment request demand call appeal plea hope
    attempt effort agreement recommendation advice warning reminder claim intent
    eagerness
    """)

ADJECTIVES: Final = with_prepositions("""
    confident:about,of,in aware:of sure:about,of certain:about,of convinced:of,about
    hopeful:about,of optimistic:about pessimistic:about skeptical:about,of,toward
    sceptical:about,of doubtful:about,of worried:about,over
    concerned:about,over,with afraid:of fearful:of,about alarmed:by,about,over,at
    anxious:about nervous:about wary:of,about leery:of suspicious:of,about
    critical:of dismissive:of supportive:of proud:of glad:about happy:about,with
    pleased:with,about,by unhappy:with,about angry:about,at,over,with
    furious:about,at,over,with outraged:by,over,at,about upset:about,over,with,by
    disappointed:by,in,with,about,at surprised:by,at,about shocked:by,at,about
    stunned:by,at amazed:by,at puzzled:by,about baffled:by grateful:for,to
    thankful:for,to sorry:for,about ashamed:of embarrassed:by,about willing:to
    unwilling:to reluctant:to eager:for,to ready:to,for keen:on,to determined:to
    interested:in uninterested:in opposed:to committed:to open:to,about unaware:of
    mindful:of conscious:of ignorant:of adamant:about,that insistent:on
    frustrated:with,by,at,about dissatisfied:with satisfied:with comfortable:with
    uncomfortable:with enthusiastic:about excited:about,by bullish:on,about fond:of
    tired:of sick:of jealous:of envious:of contemptuous:of respectful:of
    unsure:of,about uncertain:about,of undecided:about,on vocal:about,in,on
    outspoken:about,in,on,against candid:about frank:about explicit:about
    clear:about,on,that positive:about negative:about unimpressed:by,with
    impressed:by,with apologetic:about unapologetic:about silent:on,about
    noncommittal:about,on coy:about cautious:about disdainful:of scornful:of
    mistrustful:of distrustful:of disgusted:by,with,at horrified:by,at
    appalled:by,at troubled:by disturbed:by encouraged:by heartened:by
    """)

#: Adjectives that take an infinitive.
WILLING: Final = words("""
    willing unwilling reluctant eager ready keen determined glad happy pleased proud
    sorry afraid
    """)

#: Nouns that attribute to whom they belong: "his claim that".
POSSESSED: Final = words("""
    claim promise vow assertion suggestion accusation allegation contention belief
    view insistence prediction warning pledge threat refusal admission denial
    conclusion statement declaration opinion hope fear concern complaint estimate
    assessment confidence acknowledgement acknowledgment testimony announcement
    reminder call demand decision argument
    """)

#: Subjects that show or find something.
EVIDENCE: Final = words("""
    poll survey study report analysis investigation inquiry probe review data datum
    record figure statistic document research article average audit census image
    imagery video footage photograph photo test result finding
    """)
