package cellwarden.fleet.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/// Finds numbers of a journal that have not come, and whose turn it is to be asked for. All members
/// of a group may do so: one at a time does, and what it found stands in the database. For one
/// thread, but for [#abort()].
public final class GapStore implements AutoCloseable {

  /// Holes that are so near to each other are asked for together.
  private static final int NEAR = 50;

  /// Samples that are asked for at once, which takes two minutes.
  private static final int MOST = 10_000;

  /// Sites that are asked at the same time, by all members.
  private static final int SITES_AT_ONCE = 20;

  private static final String IS_MINE =
      "select pg_try_advisory_xact_lock(hashtext('cellwarden gaps'))";

  /// What is missing of a gap.
  private static final String REST =
      "int8multirange(int8range(g.from_seq, g.to_seq, '[]')) - j.received - j.given_up";

  private static final String GIVE_UP =
      """
      update journal j set given_up = j.given_up + old.ranges
      from (select site, journal, range_agg(int8range(from_seq, to_seq, '[]')) as ranges from gap
            where closed_at is null and noticed_at < now() - ? * interval '1 second'
            group by site, journal) old
      where j.site = old.site and j.journal = old.journal\
      """;

  private static final String CLOSE =
      """
      update gap g set closed_at = now(), transaction = null,
        outcome = case when j.given_up && int8range(g.from_seq, g.to_seq, '[]') then 'given up' else 'healed' end,
        reason = case when not j.given_up && int8range(g.from_seq, g.to_seq, '[]') then null
          else coalesce(g.reason, 'the site did not deliver it in time') end
      from journal j
      where g.closed_at is null and j.site = g.site and j.journal = g.journal and isempty(%s)
      returning outcome\
      """
          .formatted(REST);

  private static final String NOTICE =
      """
      insert into gap (site, journal, from_seq, to_seq, ask_after)
      select site, journal, lower(near) + %1$d, upper(near) - 1 - %1$d, now() + ? * interval '1 second'
      from (select j.site, j.journal, unnest(range_agg(int8range(lower(hole) - %1$d, upper(hole) + %1$d))) as near
            from journal j, unnest(int8multirange(int8range(1, upper(j.received))) - j.received - j.given_up) hole
            where not exists (select from gap g where g.closed_at is null and g.site = j.site
              and g.journal = j.journal and int8range(g.from_seq, g.to_seq, '[]') && hole)
            group by j.site, j.journal) found\
      """
          .formatted(NEAR);

  private static final String DUE =
      """
      select distinct on (g.site) g.id, g.site, lower(%1$s), least(upper(%1$s) - 1, lower(%1$s) + %2$d)
      from gap g join journal j using (site, journal)
      where g.closed_at is null and g.ask_after <= now()
        and coalesce(j.history_at, '-infinity') < now() - ? * interval '1 second'
        and not exists (select from gap o where o.closed_at is null and o.site = g.site
          and o.transaction is not null and o.ask_after > now())
      order by g.site, g.ask_after, g.id
      limit greatest(0, %3$d - (select count(*) from gap where closed_at is null
        and transaction is not null and ask_after > now()))\
      """
          .formatted(REST, MOST - 1, SITES_AT_ONCE);

  private static final String ASK =
      """
      update gap set asks = asks + 1, asked_at = now(), transaction = ?,
        ask_after = now() + least(3600, ? * power(2, least(asks, 12))) * interval '1 second'
      where id = ?\
      """;

  private final Connection connection;

  private GapStore(Connection connection) {
    this.connection = connection;
  }

  /// Opens the database.
  public static GapStore open(Database database) throws StoreException {
    try {
      Connection connection = database.connect();
      connection.setAutoCommit(false);
      return new GapStore(connection);
    } catch (SQLException e) {
      throw new StoreException(Database.words(e), e, false);
    }
  }

  /// What a site is to be asked for.
  ///
  /// @param transaction tells the answer from others
  public record Ask(String site, long fromSeq, long toSeq, String transaction) {}

  /// What a look at the gaps came to.
  ///
  /// @param asks what is to be asked for now, and noted as asked
  /// @param healed gaps that were closed since the last look
  /// @param givenUp gaps that were closed since, and of which something is lost
  /// @param open gaps that are left
  public record Look(List<Ask> asks, long healed, long givenUp, long open) {}

  /// Looks for gaps.
  ///
  /// @param grace how long a gap may heal by itself
  /// @param patience after which a site that did not answer is asked again; doubled each time, up
  ///   to an hour
  /// @param longest after which a gap is given up
  public Look look(Duration grace, Duration patience, Duration longest) throws StoreException {
    try {
      Look look = lookNow(grace, patience, longest);
      connection.commit();
      return look;
    } catch (SQLException e) {
      throw new StoreException(Database.words(e), e, false);
    }
  }

  private Look lookNow(Duration grace, Duration patience, Duration longest) throws SQLException {
    List<Ask> asks = new ArrayList<>();
    Map<String, Long> closed = new HashMap<>();
    if (isMine()) {
      update(GIVE_UP, longest);
      try (PreparedStatement close = connection.prepareStatement(CLOSE);
          ResultSet rows = close.executeQuery()) {
        while (rows.next()) {
          closed.merge(rows.getString(1), 1L, Long::sum);
        }
      }
      update(NOTICE, grace);
      ask(grace, patience, asks);
    }
    try (PreparedStatement count =
            connection.prepareStatement("select count(*) from gap where closed_at is null");
        ResultSet row = count.executeQuery()) {
      row.next();
      return new Look(
          asks,
          closed.getOrDefault("healed", 0L),
          closed.getOrDefault("given up", 0L),
          row.getLong(1));
    }
  }

  private boolean isMine() throws SQLException {
    try (PreparedStatement lock = connection.prepareStatement(IS_MINE);
        ResultSet row = lock.executeQuery()) {
      return row.next() && row.getBoolean(1);
    }
  }

  private void update(String sql, Duration time) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setDouble(1, seconds(time));
      update.executeUpdate();
    }
  }

  private void ask(Duration grace, Duration patience, List<Ask> asks) throws SQLException {
    try (PreparedStatement due = connection.prepareStatement(DUE);
        PreparedStatement ask = connection.prepareStatement(ASK)) {
      due.setDouble(1, seconds(grace));
      try (ResultSet rows = due.executeQuery()) {
        while (rows.next()) {
          String transaction = UUID.randomUUID().toString();
          asks.add(new Ask(rows.getString(2), rows.getLong(3), rows.getLong(4), transaction));
          ask.setString(1, transaction);
          ask.setDouble(2, seconds(patience));
          ask.setLong(3, rows.getLong(1));
          ask.addBatch();
        }
      }
      ask.executeBatch();
    }
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  /// Ends the connection from another thread, whatever is on its way.
  public void abort() {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      // It is gone then.
    }
  }

  @Override
  public void close() {
    abort();
  }
}
