// Who acts in this page, in the log's words; `person` where people have no accounts.

export const self = { actor: 'person' };
