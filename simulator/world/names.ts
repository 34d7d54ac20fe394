// What things are called in a story.

export const itemNames: Readonly<Record<string, string>> = { 'CUP-RED': 'Red cup', 'LID-14': 'Lid 14 cm', 'SET-2': 'Set of two cups and a lid', 'MILK-1L': 'Milk 1 l', 'CAM-X': 'Camera X' };
