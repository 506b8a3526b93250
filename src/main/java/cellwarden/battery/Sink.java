package cellwarden.battery;

/// Takes events. Called by several pollers at once; never throws for trouble of its own and never
/// waits for a network.
@FunctionalInterface
public interface Sink {

  void accept(BatteryEvent event);
}
