/// What is true of Bluetooth LE whichever way leads to the radio: advertisements and what makes one
/// a JBD's, the attributes that carry frames, the words for each kind of trouble, and the choice
/// between the two ways, `kernel` and `bluez`.
@NullMarked
package cellwarden.transport.ble;

import org.jspecify.annotations.NullMarked;
