// Owns reading the reason out of the free text of a stock adjustment. Ordered rules over words, the surest first: the
// text of months nobody has seen must be read too, so no rule knows a whole text.
import { normalise, spelt } from './reason-words.ts';

export const ADJUSTMENT_REASONS = [
  'DAMAGED', 'DISPOSED', 'LOST', 'FOUND', 'COUNT', 'MISCODED', 'SET_SPLIT', 'CHANNEL', 'SAMPLE', 'REVERSAL', 'RETURNED',
  'SHORT_RECEIPT', 'UNKNOWN', 'NONE',
] as const;
export type AdjustmentReason = (typeof ADJUSTMENT_REASONS)[number];

export type ReasonHints = {
  /** Which way the quantity goes; decides only where the words leave it open. */
  direction?: 'up' | 'down';
  /** Whether the text is just a name of the item, which is no reason. */
  isItemName?: (text: string) => boolean;
};

const ITEM_CODE = /\b\d{5}[a-z]{0,2}\b/;
const SALES_CHANNEL =
  /dotcom|amazon|\bfba\b|\bebay\b|\basos\b|\betsy\b|john lewis|notonthe|not on the high|play\.com|market ?place|\bweb|\bonline|\binternet|\bshop\b|\bretail\b/;

// Why in this order: an act on the goods (reversed, thrown away) says more than their state (damaged), a state more
// than where it happened (a channel, a showroom), and a bare "adjusted" or "wrong" says least.
const RULES: readonly (readonly [AdjustmentReason, RegExp])[] = [
  ['NONE', /^(<catalogue>|n\/?a|none|nil|no reason|not given|blank)?$/],
  ['UNKNOWN', /^[^\p{L}\p{N}]+$/u],
  ['MISCODED', /^\W*\d{5}[a-z]{0,2}\W*$/],
  ['REVERSAL', /\brevers|\bundo\b|\bundone\b|\bcancel|put back (in|on)to stock|\bcontra\b/],
  ['DISPOSED', /\bthrown\b|\bdispos|\bdestroy|\bbinned\b|\bin (the )?bin\b|\bto bin\b|\bscrap|\bskip\b|\bdump|\blandfill|writ(e|ten)[ -]?off|\bwrite[ -]?off|\bdiscard|\brecycl|\bincinerat/],
  ['MISCODED', /bar ?cod|\bmis-?(cod|label|mark|tick|pick|ship|sort)|\blabel|\bticket|(wrong(ly)?|incorrect(ly)?|bad) (stock )?(item |product )?(cod|mark|tag|print|pack|item|product|style|colou?r|carton|box|size)|\b(coded|marked|tagged|labelled|booked|entered) (as|to|under)\b|\bmix(ed)?[ -]?up\b|\bmixed\b|\bcode\b|\bcame as\b|\bswapp|\bsent instead\b|\bshould (be|have been) \W?\d{5}/],
  ['SHORT_RECEIPT', /\b(not|never|nothing|nt) (been )?(received|arriv|deliver|come|came|in delivery|in container)|\bshort[ -]?(deliver|ship|receiv|receipt|sent|suppl|land)|\b(deliver|ship|receiv|suppl)\w* short|\b(missing|short|lost|less)\b.*\b(deliver|container|shipment|cargo|consignment|supplier)|\bunder[ -]?(deliver|ship|suppl)|\bcargo\b|\bcontainer\b|\bconsignment\b/],
  ['DAMAGED', /\bdamag|\bbroke|\bbreak|\bcrack|\bcrush|\bsmash|\bsquash|\bshatter|\bwet\b|\bwater|\bflood|\bsoak|\bsprinkl|\bwent off\b|\bdamp\b|\brust|\bmould|\bmold|\bmildew|\bfault|\bdefect|\bunsal|\bunsell|\bunus|\bnot (saleable|sellable|usable)|can't (be )?(sell|sold)|\bpoor\b|\bquality|\bsmudg|\bstain|\bdirt|\bsoil|\bmark(s|ed)?\b|\bscratch|\bchip|\btorn\b|\bripp|\bbent\b|\bburst|\bburn|\bfire\b|\bmelt|\bleak|\bfad(ed|ing)\b|\bwonk|\bsnapp|\bexpired|\bout of date|\bperish|\brott|\binfest|\bmoth|\bmice\b|\bmouse eat|\bincomplete\b|\bparts? missing|\bdeform|\bwarp|\bdent|\bpeel|\bdiscolou?r|\bspoil/],
  ['REVERSAL', /\bcredit|\binvoice\b.*\b(incor|error|wrong|zero)|\bzero invoice|\b(entry|input|keying|key|sale|sales|system|user|typing|order|picking) error|\btypo|\b(incorrect|wrong)\w* (stock )?(entr|enter|input|key|adjust|invoice|book|put|add|process|refund)|\bduplicat|\b(entered|keyed|booked|adjusted|done) twice|\boops\b|\bmistake|\bput back\b|\bnot tick/],
  ['FOUND', /\b(set|put) aside\b/],
  ['SET_SPLIT', /\b(sets?|singles?|singly|individual(ly)?|pairs?|multipacks?)\b|\bsplit|\bsold (in|as) (a )?(packs?|box(es)?|ones?|each|units?|dozens?|\d{1,3}('?s)?(?![\d]))|\b(pack|box|carton|bag)(s|es)? of \d|\b(in|as) \d{1,3}'?s\b|\b\d{1,3}'?s sold|\bper (pack|box)|\bkit\b|\bbundle/],
  ['LOST', /\bcan't (be )?(find|found|locat|see|trac)|\b(not|never|nowhere to be|didn't|unable to) (be )?(found|find|locat|there|on (the )?shel|in (the )?(location|bin|box|carton|warehouse))|\bempty\b/],
  ['FOUND', /\bfound\b|\bfind\b|\bturned up|\blocated\b|\bdiscovered|\bmore on (the )?shel|\bextra\b|\bsurplus|\bover[ -]?(stock|deliver|suppl|ship)|\bcame to light|\bre-?appear/],
  ['LOST', /\blost\b|\bloss(es)?\b|\bmissing\b|\bmia\b|\bstolen|\bstole\b|\btheft|\bthie|\bpilfer|\bshrink|\bgone\b|\bdisappear|\bvanish|\bnowhere|\bno trace|\bunaccounted|\bwhere(abouts)?\b|\bmisplac|\bmislaid/],
  ['SAMPLE', /\bsampl|\bdisplay|\bshow ?room|\bexhibit|\b(trade|craft|gift) (show|fair)|\bphoto|\bmail ?(out|shot|ing)|\bgive[ -]?n?[ -]?away|\bgave away|\bgift(s|ed)?\b|\bdonat|\bcharit|\bpromo|\bmarketing|\bpress\b|\bfreebie|\braffle|\bprize|\bcompetition|\bfor (the )?staff|\bstaff\b|\bcatalogue\b|\b(at|for) (the )?show\b/],
  ['MISCODED', new RegExp(`\\b(sold|sent|picked|shipped|sells) (as|under|for)\\b(?!.*(${SALES_CHANNEL.source}))|\\bwrong(ly)? (sold|sent)|\\b(as|is|to|not) \\W?${ITEM_CODE.source}`)],
  ['CHANNEL', SALES_CHANNEL],
  ['RETURNED', /\breturn|\brefus(ed|al)\b|\bundeliver|\brefund|\b(sent|came|brought|come|given) back|\brtn|\brma\b/],
  ['REVERSAL', /\berror|\bwrongly\b|\bincorrectly\b|\bby accident|\baccident/],
  ['COUNT', /\bcount|\brecount|\bcheck|\badjust|\bre-?adjust|\bstock ?(tak|level|control|correct|fix)|\binventory|\baudit|\bphysical|\breconcil|\bbalanc|\bdiscrep|\bdifferen|\bvarianc|\bno stock|\bquantity|\b(over|under)stat|\bcorrect|\bincorrect|\bwrong\b|\bcomputer|\bsystem|\bsage\b|\bfix(ed)?\b|\bstock (was|is)\b|\bnegative|\btoo (many|few)|\bshort(age)?\b|\bcycle\b/],
];

export interface ReadReason {
  readonly label: AdjustmentReason;
  /** From 0 to 1: how sure the words are, not how often such a text was right. */
  readonly confidence: number;
  /** The words that decided, as they were read; empty where none did. */
  readonly because: string;
}

/** The label of a text; UNKNOWN where the words tell nothing, NONE where there are none (or just the item's name). */
export const adjustmentReason = (text: string, hints: ReasonHints = {}): AdjustmentReason => readReason(text, hints).label;

/** The label with what decided it. A text that asks, that also says something else, or was misspelt, is less sure. */
export function readReason(text: string, hints: ReasonHints = {}): ReadReason {
  const plain = normalise(text);
  if (plain === '' || hints.isItemName?.(text) === true) return { label: 'NONE', confidence: 1, because: '' };
  if (/\bmyster/.test(plain)) return { label: hints.direction === 'up' ? 'FOUND' : 'LOST', confidence: hints.direction === undefined ? 0.5 : 0.6, because: 'mystery' };
  const said = RULES.flatMap(([label, words]) => {
    const found = words.exec(plain);
    return found ? [{ label, words: found[0].trim() }] : [];
  });
  const [first] = said;
  if (!first) return { label: 'UNKNOWN', confidence: 0.3, because: '' };
  if (first.label === 'UNKNOWN' || first.label === 'NONE') return { label: first.label, confidence: 1, because: first.words };
  const others = new Set(said.map((each) => each.label).filter((label) => label !== first.label)).size;
  const doubts = [plain.includes('?') ? 0.85 : 1, others === 0 ? 1 : others === 1 ? 0.8 : 0.65, spelt(text) === plain ? 1 : 0.95];
  return { label: first.label, confidence: Math.round(doubts.reduce((product, doubt) => product * doubt, 0.95) * 100) / 100, because: first.words };
}
