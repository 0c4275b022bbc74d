/** A process that ends with the one that started it, however that went. */
process.once('disconnect', () => process.exit());
