import { stock } from '#sync/core/rehearsal/company.ts';
import { act, type Story } from '#sync/core/rehearsal/story.ts';
import { units } from '#sync/core/rehearsal/watching.ts';

export const lastFromOneBin: Story = {
  id: 'last-from-one-bin',
  title: 'Two people take from one bin more than it has',
  about: 'Receipt, move, pick, pack, ship',
  setting: 'Five mugs lie in A1. Two stations have lost the network, and both see five.',
  stations: { a: 'Ann’s station', b: 'Ben’s station' },
  before: (company) => void stock(company, 'A1', 'MUG', 5),
  acts: [
    act({ name: 'ann', station: 'a', at: '10:01', person: 'ann', quantity: 4, says: 'Ann moves {n} mugs from A1 to A2.', type: 'stock.move', enters: (_, quantity) => ({ itemId: 'MUG', quantity, fromLocation: 'A1', toLocation: 'A2' }) }),
    act({ name: 'ben', station: 'b', at: '10:04', person: 'ben', quantity: 3, says: 'Ben moves {n} mugs from A1 to A3.', type: 'stock.move', enters: (_, quantity) => ({ itemId: 'MUG', quantity, fromLocation: 'A1', toLocation: 'A3' }) }),
  ],
  watched: [units('Mugs in A1', 'MUG', 'A1'), units('Mugs in A2', 'MUG', 'A2'), units('Mugs in A3', 'MUG', 'A3')],
  endings: [{
    words: 'Both moves are kept: people held these mugs in their hands. What A1 cannot cover stands against A1 until the mugs are found or A1 is counted. Nothing is below zero on a shelf.',
    sees: { 'Mugs in A1': '− 2', 'Mugs in A2': '4', 'Mugs in A3': '3' }, open: ['SUSPENSE'],
  }],
};
