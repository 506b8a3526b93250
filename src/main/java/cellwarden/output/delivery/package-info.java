/// What an output that must not lose a sample has still to get from the journal, and getting it
/// there: [cellwarden.output.delivery.Delivery] knows which samples are pending,
/// [cellwarden.output.delivery.DeliveryFile] keeps that over a restart, and
/// [cellwarden.output.delivery.Backfill] delivers them to a
/// [cellwarden.output.delivery.Destination].
@NullMarked
package cellwarden.output.delivery;

import org.jspecify.annotations.NullMarked;
