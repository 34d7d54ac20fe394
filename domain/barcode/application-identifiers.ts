// The GS1 application identifiers Restow reads, as data: number or range, predefined length or not, format,
// and the name people are told. Rows follow the notation of the GS1 Barcode Syntax Dictionary, so that the
// dictionary itself can take this table's place.

export type CharacterSet = 'N' | 'X' | 'Y' | 'Z';

/** One stretch of a value: `N6,yymmdd`, `X..20`, `[N..12]`. Only the last parts of a format are optional. */
export type ValuePart = {
  readonly set: CharacterSet;
  readonly min: number;
  readonly max: number;
  readonly optional: boolean;
  /** Names of further checks, see value-checks.ts. */
  readonly checks: readonly string[];
};

export type ApplicationIdentifier = {
  readonly ai: string;
  /** GS1's list of predefined lengths: no FNC1 needed after the value. */
  readonly predefinedLength: boolean;
  readonly parts: readonly ValuePart[];
  readonly name: string;
};

type Row = readonly [ais: string, fnc1: '*' | '', format: string, name: string];

/** `*` means predefined length, no FNC1 needed; otherwise FNC1 ends the value unless it is the last. */
const ROWS: readonly Row[] = [
  ['00', '*', 'N18,csum', 'SSCC'],
  ['01', '*', 'N14,csum', 'GTIN'],
  ['02', '*', 'N14,csum', 'GTIN of the contents'],
  ['03', '*', 'N14,csum', 'GTIN of the made-to-order item'],
  ['10', '', 'X..20', 'lot number'],
  ['11', '*', 'N6,yymmd0', 'production date'],
  ['12', '*', 'N6,yymmd0', 'due date'],
  ['13', '*', 'N6,yymmd0', 'packing date'],
  ['15', '*', 'N6,yymmd0', 'best-before date'],
  ['16', '*', 'N6,yymmd0', 'sell-by date'],
  ['17', '*', 'N6,yymmd0', 'expiry date'],
  ['20', '*', 'N2', 'product variant'],
  ['21', '', 'X..20', 'serial number'],
  ['22', '', 'X..20', 'consumer product variant'],
  ['235', '', 'X..28', 'third-party serial extension'],
  ['240', '', 'X..30', 'additional product identification'],
  ['241', '', 'X..30', 'customer part number'],
  ['242', '', 'N..6', 'made-to-order variation'],
  ['243', '', 'X..20', 'packaging component number'],
  ['250', '', 'X..30', 'secondary serial number'],
  ['251', '', 'X..30', 'reference to source'],
  ['253', '', 'N13,csum [X..17]', 'document type identifier'],
  ['254', '', 'X..20', 'location extension'],
  ['255', '', 'N13,csum [N..12]', 'coupon number'],
  ['30', '', 'N..8', 'variable count'],
  ['3100-3105', '*', 'N6', 'net weight in kg'],
  ['3110-3115', '*', 'N6', 'length in m'],
  ['3120-3125', '*', 'N6', 'width in m'],
  ['3130-3135', '*', 'N6', 'height in m'],
  ['3140-3145', '*', 'N6', 'area in m²'],
  ['3150-3155', '*', 'N6', 'net volume in l'],
  ['3160-3165', '*', 'N6', 'net volume in m³'],
  ['3200-3205', '*', 'N6', 'net weight in lb'],
  ['3210-3215', '*', 'N6', 'length in inches'],
  ['3220-3225', '*', 'N6', 'length in feet'],
  ['3230-3235', '*', 'N6', 'length in yards'],
  ['3240-3245', '*', 'N6', 'width in inches'],
  ['3250-3255', '*', 'N6', 'width in feet'],
  ['3260-3265', '*', 'N6', 'width in yards'],
  ['3270-3275', '*', 'N6', 'height in inches'],
  ['3280-3285', '*', 'N6', 'height in feet'],
  ['3290-3295', '*', 'N6', 'height in yards'],
  ['3300-3305', '*', 'N6', 'gross weight in kg'],
  ['3310-3315', '*', 'N6', 'logistic length in m'],
  ['3320-3325', '*', 'N6', 'logistic width in m'],
  ['3330-3335', '*', 'N6', 'logistic height in m'],
  ['3340-3345', '*', 'N6', 'logistic area in m²'],
  ['3350-3355', '*', 'N6', 'logistic volume in l'],
  ['3360-3365', '*', 'N6', 'logistic volume in m³'],
  ['3370-3375', '*', 'N6', 'kg per m²'],
  ['3400-3405', '*', 'N6', 'gross weight in lb'],
  ['3410-3415', '*', 'N6', 'logistic length in inches'],
  ['3420-3425', '*', 'N6', 'logistic length in feet'],
  ['3430-3435', '*', 'N6', 'logistic length in yards'],
  ['3440-3445', '*', 'N6', 'logistic width in inches'],
  ['3450-3455', '*', 'N6', 'logistic width in feet'],
  ['3460-3465', '*', 'N6', 'logistic width in yards'],
  ['3470-3475', '*', 'N6', 'logistic height in inches'],
  ['3480-3485', '*', 'N6', 'logistic height in feet'],
  ['3490-3495', '*', 'N6', 'logistic height in yards'],
  ['3500-3505', '*', 'N6', 'area in square inches'],
  ['3510-3515', '*', 'N6', 'area in square feet'],
  ['3520-3525', '*', 'N6', 'area in square yards'],
  ['3530-3535', '*', 'N6', 'logistic area in square inches'],
  ['3540-3545', '*', 'N6', 'logistic area in square feet'],
  ['3550-3555', '*', 'N6', 'logistic area in square yards'],
  ['3560-3565', '*', 'N6', 'net weight in troy ounces'],
  ['3570-3575', '*', 'N6', 'net weight in ounces'],
  ['3600-3605', '*', 'N6', 'net volume in quarts'],
  ['3610-3615', '*', 'N6', 'net volume in gallons'],
  ['3620-3625', '*', 'N6', 'logistic volume in quarts'],
  ['3630-3635', '*', 'N6', 'logistic volume in gallons'],
  ['3640-3645', '*', 'N6', 'net volume in cubic inches'],
  ['3650-3655', '*', 'N6', 'net volume in cubic feet'],
  ['3660-3665', '*', 'N6', 'net volume in cubic yards'],
  ['3670-3675', '*', 'N6', 'logistic volume in cubic inches'],
  ['3680-3685', '*', 'N6', 'logistic volume in cubic feet'],
  ['3690-3695', '*', 'N6', 'logistic volume in cubic yards'],
  ['37', '', 'N..8', 'count of contents'],
  ['3900-3909', '', 'N..15', 'amount payable'],
  ['3910-3919', '', 'N3 N..15', 'amount payable with currency'],
  ['3920-3929', '', 'N..15', 'price'],
  ['3930-3939', '', 'N3 N..15', 'price with currency'],
  ['3940-3943', '', 'N4', 'percentage discount'],
  ['3950-3955', '', 'N6', 'price per unit of measure'],
  ['400', '', 'X..30', 'order number'],
  ['401', '', 'X..30', 'consignment number'],
  ['402', '', 'N17,csum', 'shipment number'],
  ['403', '', 'X..30', 'routing code'],
  ['410', '*', 'N13,csum', 'ship-to location'],
  ['411', '*', 'N13,csum', 'bill-to party'],
  ['412', '*', 'N13,csum', 'purchased-from party'],
  ['413', '*', 'N13,csum', 'ship-for location'],
  ['414', '*', 'N13,csum', 'location number'],
  ['415', '*', 'N13,csum', 'pay-to party'],
  ['416', '*', 'N13,csum', 'production location'],
  ['417', '*', 'N13,csum', 'party number'],
  ['420', '', 'X..20', 'ship-to postcode'],
  ['421', '', 'N3 X..9', 'ship-to postcode with country'],
  ['422', '', 'N3', 'country of origin'],
  ['423', '', 'N3 [N3] [N3] [N3] [N3]', 'countries of initial processing'],
  ['424', '', 'N3', 'country of processing'],
  ['425', '', 'N3 [N3] [N3] [N3] [N3]', 'countries of disassembly'],
  ['426', '', 'N3', 'country of full processing'],
  ['427', '', 'X..3', 'region of origin'],
  ['7003', '', 'N6,yymmdd N4,hhmi', 'expiry date and time'],
  ['7006', '', 'N6,yymmdd', 'first freeze date'],
  ['7007', '', 'N6,yymmdd [N6],yymmdd', 'harvest dates'],
  ['8003', '', 'N1,zero N13,csum [X..16]', 'returnable asset'],
  ['8004', '', 'X..30', 'individual asset'],
  ['8005', '', 'N6', 'price per unit'],
  ['8006', '', 'N14,csum N4,pieceoftotal', 'piece of a trade item'],
  ['8008', '', 'N6,yymmdd N2,hh [N2],mi [N2],ss', 'production date and time'],
  ['8010', '', 'Y..30', 'component or part'],
  ['8011', '', 'N..12', 'component serial number'],
  ['8012', '', 'X..20', 'software version'],
  ['8017', '', 'N18,csum', 'service provider'],
  ['8018', '', 'N18,csum', 'service recipient'],
  ['8019', '', 'N..10', 'service instance'],
  ['8020', '', 'X..25', 'payment reference'],
  ['8026', '', 'N14,csum N4,pieceoftotal', 'contained piece of a trade item'],
  ['8030', '', 'Z..90', 'digital signature'],
  ['8200', '', 'X..70', 'product web address'],
  ['90', '', 'X..30', 'information agreed between partners'],
  ['91-99', '', 'X..90', 'company-internal information'],
];

function readPart(text: string): ValuePart {
  const match = /^(\[?)([NXYZ])(\.\.)?([0-9]+)\]?((?:,[a-z0-9]+)*)$/.exec(text);
  if (!match) throw new Error(`no such value format: ${text}`);
  const max = Number(match[4]);
  return {
    set: match[2] as CharacterSet,
    min: match[3] ? 1 : max,
    max,
    optional: match[1] === '[',
    checks: (match[5] ?? '').split(',').filter((name) => name !== ''),
  };
}

function expandRange(ais: string): string[] {
  const [first = '', last = first] = ais.split('-');
  const all: string[] = [];
  for (let n = Number(first); n <= Number(last); n++) all.push(String(n).padStart(first.length, '0'));
  return all;
}

const table = new Map<string, ApplicationIdentifier>(
  ROWS.flatMap(([ais, fnc1, format, name]) => {
    const parts = format.split(' ').map(readPart);
    return expandRange(ais).map((ai) => [ai, { ai, predefinedLength: fnc1 === '*', parts, name }] as const);
  }),
);

export function applicationIdentifier(ai: string): ApplicationIdentifier | undefined {
  return table.get(ai);
}

/** The identifier a GS1 string starts with; no identifier is the start of another, so at most one fits. */
export function leadingIdentifier(data: string): ApplicationIdentifier | undefined {
  return table.get(data.slice(0, 2)) ?? table.get(data.slice(0, 3)) ?? table.get(data.slice(0, 4));
}

export function allApplicationIdentifiers(): readonly ApplicationIdentifier[] {
  return [...table.values()];
}
