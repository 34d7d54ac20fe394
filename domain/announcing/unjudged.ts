// An announcement that no policy has looked at: what the ERP or a carrier tells of goods that come back.
export const unjudged = { channel_id: '', policy: '', refusal: '', reasons: [], decided_by: null, decided_at: null, note: '' } as const;
