export function differences(model: object, table: object, path?: string): string[];
