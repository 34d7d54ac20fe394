// The words and sizes the assortment is made of: what a mid-sized shop for home, garden, clothes and gifts sells.

/** Noun, lowest and highest cost in whole currency units, weight in g, length × width × height in mm. */
export type Line = readonly [noun: string, low: number, high: number, weight: number, length: number, width: number, height: number];

export interface Category {
  readonly code: string;
  readonly name: string;
  readonly lines: readonly Line[];
  readonly styles: readonly string[];
  readonly colours: readonly string[];
  readonly sizes: readonly string[];
  /** Colours (or sizes) per style and noun, at most. */
  readonly variants: number;
  readonly traits: readonly ('lot' | 'serial' | 'hygiene' | 'battery' | 'oversize')[];
  readonly shelfLifeDays?: number;
}

const soft = ['sage', 'oat', 'rust', 'navy', 'charcoal', 'blush', 'mustard', 'ivory'];
const bright = ['red', 'blue', 'green', 'yellow', 'pink', 'turquoise'];
const none: readonly string[] = [''];

export const categories: readonly Category[] = [
  {
    code: 'KI', name: 'Kitchen', styles: ['Ribbed', 'Speckled', 'Enamel', 'Stoneware', 'Classic', 'Nordic', 'Hand-glazed', 'Everyday', 'Harbour', 'Fluted'], colours: soft, sizes: none, variants: 6, traits: [],
    lines: [['mug 300 ml', 2, 4, 340, 120, 90, 100], ['cereal bowl', 2, 5, 420, 160, 160, 70], ['dinner plate', 3, 6, 610, 270, 270, 25], ['serving dish', 6, 12, 1200, 340, 230, 60], ['butter dish', 4, 8, 560, 190, 110, 80], ['milk jug', 3, 7, 410, 150, 110, 140], ['egg cup', 1, 2, 90, 60, 60, 70]],
  },
  {
    code: 'TX', name: 'Home textiles', styles: ['Waffle', 'Linen', 'Quilted', 'Chunky-knit', 'Striped', 'Washed cotton', 'Velvet', 'Fringed', 'Gingham'], colours: soft, sizes: none, variants: 6, traits: [],
    lines: [['cushion cover 45 × 45', 3, 7, 180, 300, 250, 30], ['throw 130 × 170', 9, 18, 950, 400, 300, 120], ['tea towel', 1, 3, 110, 260, 180, 15], ['hand towel', 2, 5, 230, 300, 220, 40], ['bath towel', 5, 9, 540, 350, 280, 80], ['table runner', 4, 8, 260, 400, 150, 25]],
  },
  {
    code: 'LI', name: 'Lighting', styles: ['Paper', 'Brass', 'Smoked glass', 'Rattan', 'Festoon', 'Hurricane', 'Capiz', 'Mercury glass'], colours: ['white', 'black', 'amber', 'natural', 'green'], sizes: none, variants: 5, traits: [],
    lines: [['lantern', 5, 12, 800, 220, 220, 330], ['pendant shade', 8, 20, 700, 350, 350, 260], ['candle holder', 2, 5, 320, 110, 110, 120], ['tealight set', 1, 3, 240, 180, 120, 30], ['table lamp base', 11, 24, 1500, 200, 200, 420]],
  },
  {
    code: 'ST', name: 'Stationery', styles: ['Dotted', 'Botanical', 'Recycled', 'Clothbound', 'Marbled', 'Plain', 'Constellation', 'Fern'], colours: ['ink', 'forest', 'terracotta', 'grey', 'plum', 'sand'], sizes: none, variants: 6, traits: [],
    lines: [['notebook A5', 2, 5, 260, 215, 150, 15], ['weekly planner', 4, 8, 380, 250, 180, 20], ['gift wrap roll', 1, 2, 190, 720, 45, 45], ['greeting card', 0.4, 1, 25, 170, 120, 3], ['pencil case', 2, 5, 90, 210, 90, 40], ['washi tape', 0.5, 1.2, 20, 45, 45, 15], ['letter set', 3, 6, 220, 230, 160, 15]],
  },
  {
    code: 'TO', name: 'Toys', styles: ['Wooden', 'Felt', 'Retro', 'Pocket', 'Farmyard', 'Circus', 'Seaside', 'Jungle'], colours: bright, sizes: none, variants: 5, traits: [],
    lines: [['stacking blocks', 4, 9, 620, 220, 180, 90], ['spinning top', 1, 2, 45, 60, 60, 60], ['jigsaw 100 pieces', 3, 6, 480, 270, 200, 50], ['skipping rope', 2, 4, 160, 200, 120, 40], ['hand puppet', 3, 7, 110, 260, 180, 60], ['pull-along animal', 5, 10, 430, 180, 120, 150]],
  },
  {
    code: 'GA', name: 'Garden', styles: ['Galvanised', 'Terracotta', 'Vintage', 'Cottage', 'Trellis', 'Potting-shed', 'Allotment', 'Orchard'], colours: ['green', 'zinc', 'cream', 'slate'], sizes: none, variants: 4, traits: [],
    lines: [['plant pot', 2, 6, 900, 180, 180, 170], ['watering can', 6, 13, 850, 380, 180, 300], ['hand trowel', 3, 6, 310, 320, 80, 50], ['bird feeder', 4, 9, 520, 160, 160, 280], ['seed tray', 2, 4, 300, 380, 240, 60], ['garden twine', 1, 2, 130, 90, 90, 110], ['kneeling pad', 3, 6, 240, 420, 240, 40]],
  },
  {
    code: 'CL', name: 'Clothes', styles: ['Merino', 'Organic cotton', 'Breton', 'Brushed', 'Fisherman', 'Corduroy'], colours: ['navy', 'black', 'ecru', 'bottle green'], sizes: ['S', 'M', 'L', 'XL'], variants: 4, traits: [],
    lines: [['crew jumper', 14, 28, 420, 350, 280, 60], ['long-sleeved tee', 5, 11, 210, 320, 250, 25], ['pyjama set', 9, 17, 480, 340, 280, 60], ['rain jacket', 18, 34, 560, 380, 300, 70]],
  },
  {
    code: 'SO', name: 'Socks and scarves', styles: ['Ribbed', 'Fair Isle', 'Bamboo', 'Alpaca', 'Cable-knit', 'Cashmere-mix', 'Spotted', 'Hiking'], colours: ['moss', 'wine', 'denim', 'oatmeal', 'coal'], sizes: none, variants: 5, traits: [],
    lines: [['socks 37–41', 2, 4, 60, 210, 110, 25], ['socks 42–46', 2, 4, 70, 220, 110, 25], ['scarf', 6, 13, 190, 300, 200, 50], ['beanie', 4, 9, 90, 230, 200, 40], ['gloves', 4, 8, 80, 230, 130, 30]],
  },
  {
    code: 'BE', name: 'Beauty', styles: ['Lavender', 'Cedar', 'Rosehip', 'Oat & honey', 'Sea salt', 'Unscented', 'Fig', 'Neroli'], colours: none, sizes: ['30 ml', '100 ml', '250 ml'], variants: 3, traits: ['lot', 'hygiene'], shelfLifeDays: 720,
    lines: [['hand cream', 2, 5, 130, 150, 50, 40], ['body oil', 4, 9, 220, 160, 55, 55], ['face balm', 5, 11, 90, 70, 70, 50], ['bath milk', 3, 7, 310, 180, 70, 70], ['lip balm', 1, 2, 18, 70, 20, 20]],
  },
  {
    code: 'FO', name: 'Tea and pantry', styles: ['Earl Grey', 'Ginger', 'Salted caramel', 'Orange', 'Elderflower', 'Chai', 'Rhubarb', 'Mint'], colours: none, sizes: ['small', 'large'], variants: 2, traits: ['lot'], shelfLifeDays: 270,
    lines: [['loose tea', 2, 5, 140, 110, 80, 150], ['shortbread', 2, 4, 210, 180, 130, 50], ['fudge', 2, 4, 190, 150, 100, 45], ['marmalade', 2, 4, 430, 75, 75, 110], ['hot chocolate', 3, 6, 290, 90, 90, 160], ['cordial', 3, 6, 980, 80, 80, 300]],
  },
  {
    code: 'PA', name: 'Party', styles: ['Confetti', 'Pastel', 'Harlequin', 'Woodland', 'Starburst'], colours: bright, sizes: none, variants: 5, traits: [],
    lines: [['paper plates, 8', 1, 2, 120, 230, 230, 20], ['bunting 3 m', 2, 5, 140, 260, 200, 25], ['paper straws, 25', 0.5, 1.5, 60, 210, 60, 30], ['cake candles, 12', 0.5, 1.5, 55, 140, 80, 15], ['balloons, 10', 1, 2, 45, 160, 110, 15]],
  },
  {
    code: 'BA', name: 'Baskets and boxes', styles: ['Seagrass', 'Willow', 'Felt', 'Wire'], colours: ['natural', 'white', 'grey', 'black'], sizes: ['S', 'M', 'L'], variants: 4, traits: [],
    lines: [['storage basket', 4, 11, 620, 320, 260, 220], ['tray', 4, 9, 540, 380, 280, 60], ['lidded box', 3, 8, 480, 300, 220, 180]],
  },
  {
    code: 'PE', name: 'Pets', styles: ['Tweed', 'Jute', 'Cork', 'Checked'], colours: ['brown', 'red', 'blue', 'green'], sizes: none, variants: 4, traits: [],
    lines: [['dog collar', 4, 9, 110, 200, 110, 30], ['dog lead', 5, 11, 190, 220, 130, 40], ['cat toy', 1, 3, 35, 110, 70, 40], ['feeding bowl', 4, 8, 520, 180, 180, 70]],
  },
  {
    code: 'EL', name: 'Electronics', styles: ['Pebble', 'Atlas', 'Orbit', 'Tern'], colours: ['black', 'sand', 'blue'], sizes: none, variants: 2, traits: ['serial', 'battery'],
    lines: [['wireless headphones', 28, 60, 320, 210, 190, 90], ['bluetooth speaker', 18, 44, 640, 200, 110, 110], ['camping lantern USB', 9, 19, 410, 110, 110, 180], ['digital radio', 30, 62, 980, 240, 140, 130]],
  },
  {
    code: 'BT', name: 'Battery lights', styles: ['Warm', 'Starry', 'Copper', 'Globe'], colours: ['white', 'gold', 'silver'], sizes: none, variants: 3, traits: ['battery'],
    lines: [['fairy lights 5 m', 2, 5, 150, 140, 100, 60], ['LED pillar candle', 3, 7, 280, 90, 90, 160], ['clip-on reading light', 4, 8, 110, 140, 70, 50]],
  },
  {
    code: 'FU', name: 'Furniture', styles: ['Oak', 'Rattan', 'Painted'], colours: ['natural', 'white', 'sage'], sizes: none, variants: 3, traits: ['oversize'],
    lines: [['side table', 48, 96, 8200, 560, 560, 480], ['bookcase', 95, 190, 21000, 1800, 820, 320], ['bench', 70, 150, 14500, 1240, 400, 460]],
  },
];
