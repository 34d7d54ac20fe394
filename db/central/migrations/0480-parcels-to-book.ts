// Parcels that a carrier is to be asked about: packed without its number, or unpacked with one.
export const sql = `
create index parcel_to_book on parcel (warehouse_id, parcel_id) where (state = 'PACKED' and tracking = '') or (state = 'VOIDED' and tracking <> '');
`;
