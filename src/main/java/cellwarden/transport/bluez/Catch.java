package cellwarden.transport.bluez;

import cellwarden.transport.ble.Advertisement;
import cellwarden.transport.ble.Deadline;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The devices of one search, each with its strongest signal.
final class Catch {

  private static final Comparator<Advertisement> STRONGEST_FIRST =
      Comparator.comparingInt(Catch::strength).reversed();

  private final Consumer<Advertisement> heard;
  private final Map<String, Advertisement> devices = new LinkedHashMap<>();

  /// @param heard is told of each device when it is first heard and again when more is known of it
  Catch(Consumer<Advertisement> heard) {
    this.heard = heard;
  }

  /// Takes in what bluetoothd hears until the deadline, or until it ends.
  void fill(ObjectTree tree, List<String> adapters, Deadline deadline) throws InterruptedException {
    long era = tree.era();
    long seen;
    do {
      seen = tree.version();
      for (String adapter : adapters) {
        for (String device : tree.below(adapter, Device1.INTERFACE)) {
          Heard.of(tree, device).ifPresent(this::take);
        }
      }
    } while (waitForNews(tree, seen, deadline) && tree.era() == era);
  }

  private static boolean waitForNews(ObjectTree tree, long seen, Deadline deadline)
      throws InterruptedException {
    return tree.await(() -> tree.version() != seen, deadline);
  }

  private void take(Advertisement advertisement) {
    Advertisement before = devices.get(advertisement.mac());
    Advertisement now =
        before != null && strength(before) > strength(advertisement)
            ? withSignalOf(advertisement, before)
            : advertisement;
    if (!now.equals(before)) {
      devices.put(now.mac(), now);
      heard.accept(now);
    }
  }

  /// The name and the services often come after the first signal.
  private static Advertisement withSignalOf(Advertisement latest, Advertisement strongest) {
    return new Advertisement(
        latest.mac(),
        latest.type(),
        latest.name(),
        strongest.rssi(),
        latest.services(),
        latest.manufacturerData(),
        strongest.adapter(),
        latest.connected());
  }

  List<Advertisement> strongestFirst() {
    return devices.values().stream().sorted(STRONGEST_FIRST).toList();
  }

  private static int strength(Advertisement advertisement) {
    return advertisement.rssi().orElse(Integer.MIN_VALUE);
  }
}
