/// How bytes reach a battery and come back: Bluetooth LE, serial port, TCP. A transport knows an
/// address and gives a blocking connection; it knows nothing about what the bytes mean.
@NullMarked
package cellwarden.transport;

import org.jspecify.annotations.NullMarked;
