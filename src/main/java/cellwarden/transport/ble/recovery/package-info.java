/// What is done to get batteries back beyond connecting again: forget and discover again, switch
/// the adapter off and on, and what only a helper with more rights can do. When and how often is a
/// state machine without any I/O; what it takes stands behind a small interface.
@NullMarked
package cellwarden.transport.ble.recovery;

import org.jspecify.annotations.NullMarked;
