package cellwarden.transport.kernel.socket;

import cellwarden.transport.kernel.socket.BluetoothSockets.Adapter;
import cellwarden.transport.kernel.socket.BluetoothSockets.LinkState;
import cellwarden.transport.kernel.socket.BluetoothSockets.Traffic;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// The kernel behind management sockets: adapters, rights, and what it was asked. Packets are hex.
public final class FakeKernel {

  public static final String ADAPTER = "00:AA:01:00:00:23";

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

  public void has(Adapter... all) {
    adapters = List.of(all);
  }

  public void denies() {
    rights = false;
  }

  public void cannotMeasure() {
    rssi = "";
  }

  public void fallsSilent() {
    silent = true;
  }

  /// Leaves some commands without an answer.
  ///
  /// @param command code whose commands it does not answer
  public void deafTo(String command) {
    deafTo = command;
  }

  /// Refuses to end a link so many times, since it ends another.
  public void isBusy(int times) {
    busy.set(times);
  }

  /// Its adapter takes commands and answers none.
  public void hangs(boolean all) {
    hangs = all;
  }

  /// One command more each time it is asked.
  public Traffic traffic() {
    int count = commands.incrementAndGet();
    return new Traffic(count, hangs ? 0 : count);
  }

  /// What it says of links from now on, each time it is asked.
  public void links(Supplier<Map<String, LinkState>> said) {
    links = said;
  }

  public Map<String, LinkState> links() {
    return links.get();
  }

  public void onDisconnect(Runnable action) {
    onDisconnect = action;
  }

  /// Codes of the commands it got that are no mere look at the adapters, with their parameters.
  public List<String> received() {
    return List.copyOf(received);
  }

  public void forgetReceived() {
    received.clear();
  }

  public int open() {
    SocketPair pair = SocketPair.open();
    Thread.ofPlatform().daemon().name("fake kernel").start(() -> serve(pair));
    return pair.here();
  }

  private void serve(SocketPair pair) {
    byte[] buffer = new byte[64];
    for (int count = pair.receive(buffer); count > 0; count = pair.receive(buffer)) {
      // An event that is none of anybody's business comes first: settings have changed.
      pair.send(HEX.parseHex("06000000" + "0400" + "81020000"));
      if (!silent) {
        answer(HEX.formatHex(buffer, 0, count)).ifPresent(event -> pair.send(HEX.parseHex(event)));
      }
    }
    pair.hangUp();
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
    if (code.equals("0500")) {
      boolean on = address.equals("01");
      adapters = adapters.stream().map(one -> new Adapter(one.number(), one.mac(), on)).toList();
      return complete(code, "00", on ? "810a0000" : "800a0000");
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
    StringBuilder list = new StringBuilder(u16(adapters.size()));
    adapters.forEach(adapter -> list.append(u16(adapter.number())));
    return list.toString();
  }

  private static String info(Adapter adapter) {
    String address = HEX.formatHex(PeerAddress.macBytes(adapter.mac()));
    String settings = adapter.powered() ? "810a0000" : "800a0000";
    return address + "09" + "f105" + "bffe0100" + settings + "00".repeat(263);
  }

  private static String complete(String code, String status, String parameters) {
    String content = code + status + parameters;
    return "01000000" + u16(content.length() / 2) + content;
  }

  private static String u16(int number) {
    return HEX.toHexDigits((byte) number) + HEX.toHexDigits((byte) (number >> 8));
  }
}
