package cellwarden.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.NOPLogger;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// Gives SLF4J its loggers, which finds this class by its name in `META-INF/services`.
///
/// Libraries are silent, since the rooms put into words what those meet; what they would write is
/// theirs and not for the person who runs this. With `-Dcellwarden.log.libraries=warn` they write
/// through the same place. `-Dcellwarden.log=debug` is the level of the program itself.
public final class LogProvider implements SLF4JServiceProvider {

  private static final String OURS = "cellwarden.";
  private static final String LEVEL = "cellwarden.log";
  private static final String LIBRARIES = "cellwarden.log.libraries";

  /// How many lines of one kind an hour may have; 0: any number, for tests.
  private static final String BOUND = "cellwarden.log.bound";

  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
  private final ILoggerFactory factory = name -> loggers.computeIfAbsent(name, this::logger);
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final MDCAdapter context = new NOPMDCAdapter();

  private final LogOutput output =
      new LogOutput(
          () -> System.err,
          new LineBudget(Integer.getInteger(BOUND, LineBudget.USUAL), System::nanoTime));

  private Logger logger(String name) {
    String level =
        name.startsWith(OURS)
            ? System.getProperty(LEVEL, "info")
            : System.getProperty(LIBRARIES, "off");
    for (Level known : Level.values()) {
      if (known.name().equalsIgnoreCase(level)) {
        return new LineLogger(name, known, output);
      }
    }
    return NOPLogger.NOP_LOGGER;
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return factory;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return context;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0";
  }

  @Override
  public void initialize() {
    // Everything is made with the object.
  }
}
