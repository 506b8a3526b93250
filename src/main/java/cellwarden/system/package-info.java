/// The system below the program: functions of the C library, and the service manager that started
/// it.
@NullMarked
package cellwarden.system;

import org.jspecify.annotations.NullMarked;
