package cellwarden.transport.kernel;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// The kernel behind management sockets: adapters, rights, and what it was asked. Packets are hex.
final class FakeKernel {

  static final String ADAPTER = "00:AA:01:00:00:23";

  private static final HexFormat HEX = HexFormat.of();

  private final List<String> received = new CopyOnWriteArrayList<>();
  private volatile List<Adapter> adapters = List.of(new Adapter(0, ADAPTER, true));
  private volatile boolean rights = true;
  private volatile String rssi = "c4";
  private volatile boolean silent;
  private volatile String deafTo = "";
  private volatile boolean hangs;
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicInteger commands = new AtomicInteger();
  private volatile Supplier<Map<String, LinkState>> links = Map::of;
  private volatile Runnable onDisconnect = () -> {};

  void has(Adapter... all) {
    adapters = List.of(all);
  }

  void denies() {
    rights = false;
  }

  void cannotMeasure() {
    rssi = "";
  }

  void fallsSilent() {
    silent = true;
  }

  /// @param command code whose commands it does not answer
  void deafTo(String command) {
    deafTo = command;
  }

  /// Refuses to end a link so many times, since it ends another.
  void isBusy(int times) {
    busy.set(times);
  }

  /// Its adapter takes commands and answers none.
  void hangs(boolean all) {
    hangs = all;
  }

  /// One command more each time it is asked.
  Traffic traffic() {
    int count = commands.incrementAndGet();
    return new Traffic(count, hangs ? 0 : count);
  }

  /// What it says of links from now on, each time it is asked.
  void links(Supplier<Map<String, LinkState>> said) {
    links = said;
  }

  Map<String, LinkState> links() {
    return links.get();
  }

  void onDisconnect(Runnable action) {
    onDisconnect = action;
  }

  /// Codes of the commands it got that are no mere look at the adapters, with their parameters.
  List<String> received() {
    return List.copyOf(received);
  }

  void forgetReceived() {
    received.clear();
  }

  int open() {
    SocketPair pair = SocketPair.open();
    Thread.ofPlatform().daemon().name("fake kernel").start(() -> serve(pair.there()));
    return pair.here();
  }

  private void serve(int descriptor) {
    byte[] buffer = new byte[64];
    while (true) {
      Libc.poll(descriptor, Libc.POLLIN, -1, -1);
      int count = Libc.read(descriptor, buffer);
      if (count <= 0) {
        Libc.close(descriptor);
        return;
      }
      // An event that is none of anybody's business comes first: settings have changed.
      Libc.write(descriptor, HEX.parseHex("06000000" + "0400" + "81020000"));
      if (!silent) {
        answer(HEX.formatHex(buffer, 0, count))
            .ifPresent(event -> Libc.write(descriptor, HEX.parseHex(event)));
      }
    }
  }

  private Optional<String> answer(String command) {
    String code = command.substring(0, 4);
    int adapter = Integer.parseInt(command.substring(4, 6), 16);
    return switch (code) {
      case "0300" -> Optional.of(complete(code, "00", indexes()));
      case "0400" ->
          adapters.stream()
              .filter(one -> one.number() == adapter)
              .findFirst()
              .map(one -> complete(code, "00", info(one)));
      default -> {
        received.add(code + " " + command.substring(12));
        yield code.equals(deafTo) ? Optional.empty() : Optional.of(decide(code, command));
      }
    };
  }

  private String decide(String code, String command) {
    return rights ? obey(code, command.substring(12)) : complete(code, "14", "");
  }

  private String obey(String code, String address) {
    if (code.equals("1400") && busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      return complete(code, "0a", address);
    }
    if (code.equals("1400")) {
      onDisconnect.run();
      return complete(code, "00", address);
    }
    return rssi.isEmpty()
        ? complete(code, "0c", address)
        : complete(code, "00", address + rssi + "7f7f");
  }

  private String indexes() {
    StringBuilder list = new StringBuilder(AttributeTable.u16(adapters.size()));
    adapters.forEach(adapter -> list.append(AttributeTable.u16(adapter.number())));
    return list.toString();
  }

  private static String info(Adapter adapter) {
    String address = HEX.formatHex(DeviceAddress.bytes(adapter.mac()));
    String settings = adapter.powered() ? "810a0000" : "800a0000";
    return address + "09" + "f105" + "bffe0100" + settings + "00".repeat(263);
  }

  private static String complete(String code, String status, String parameters) {
    String content = code + status + parameters;
    return "01000000" + AttributeTable.u16(content.length() / 2) + content;
  }
}
