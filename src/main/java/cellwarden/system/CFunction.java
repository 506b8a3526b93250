package cellwarden.system;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/// A function of the C library. Takes numbers and memory, and gives its result or the negative
/// error number.
@SuppressWarnings("restricted")
public final class CFunction {

  public static final ValueLayout INT = JAVA_INT;
  public static final ValueLayout LONG = JAVA_LONG;
  public static final ValueLayout POINTER = ADDRESS;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout CALL_STATE = Linker.Option.captureStateLayout();
  private static final long ERRNO = CALL_STATE.byteOffset(PathElement.groupElement("errno"));

  private final MethodHandle handle;

  private CFunction(MethodHandle handle) {
    this.handle = handle;
  }

  /// A function with fixed parameters that gives an `int`.
  public static CFunction function(String name, ValueLayout... parameters) {
    return link(name, JAVA_INT, List.of(parameters), List.of());
  }

  /// A function with fixed parameters that gives a size.
  public static CFunction sized(String name, ValueLayout... parameters) {
    return link(name, JAVA_LONG, List.of(parameters), List.of());
  }

  /// A function with two parameters, and more of any kind.
  public static CFunction variadic(String name, ValueLayout... parameters) {
    return link(name, JAVA_INT, List.of(parameters), List.of(Linker.Option.firstVariadicArg(2)));
  }

  private static CFunction link(
      String name,
      ValueLayout result,
      List<? extends MemoryLayout> parameters,
      List<Linker.Option> more) {
    List<Linker.Option> options = new ArrayList<>(more);
    options.add(Linker.Option.captureCallState("errno"));
    MethodHandle handle =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow(name),
            FunctionDescriptor.of(result, parameters.toArray(MemoryLayout[]::new)),
            options.toArray(Linker.Option[]::new));
    return new CFunction(handle);
  }

  /// Calls it.
  ///
  /// @return the result, or the negative error number
  public int call(Object... arguments) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(CALL_STATE);
      List<Object> all = new ArrayList<>(List.of(arguments));
      all.addFirst(state);
      long result = ((Number) handle.invokeWithArguments(all)).longValue();
      return (int) (result >= 0 ? result : -state.get(JAVA_INT, ERRNO));
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("a function of the C library throws nothing", e);
    }
  }
}
