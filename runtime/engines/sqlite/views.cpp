#include "views.hpp"

#include <string_view>

namespace cqrs::sqlite {
namespace {

/// One byte of the row as a number. SQLite has no function for that, but it finds a byte in the list of all bytes.
std::string byte_at(const std::string& offset) {
  return "(instr(alphabet.bytes, substr(commits, " + offset + " + 1, 1)) - 1)";
}

std::string little_endian(const std::string& offset, int bytes) {
  std::string sum = "(";
  for (int i = 0; i < bytes; ++i) {
    if (i > 0) sum += " | ";
    sum += "(" + byte_at("(" + offset + ") + " + std::to_string(i)) + " << " + std::to_string(8 * i) + ")";
  }
  return sum + ")";
}

std::string u16(const std::string& offset) { return little_endian(offset, 2); }
std::string u32(const std::string& offset) { return little_endian(offset, 4); }
std::string i64(const std::string& offset) { return little_endian(offset, 8); }

/// "6f1c0000-…" of 16 bytes.
std::string uuid_text(const std::string& bytes) {
  std::string text = "lower(";
  const char* separator = "";
  for (const std::string_view range : {"1, 8", "9, 4", "13, 4", "17, 4", "21, 12"}) {
    text.append(separator).append("substr(hex(").append(bytes).append("), ").append(range).append(")");
    separator = " || '-' || ";
  }
  return text + ")";
}

std::string alphabet() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text = "alphabet(bytes) AS (SELECT x'";
  for (const char high : kDigits) {
    for (const char low : kDigits) text.append(1, high).append(1, low);
  }
  return text + "')";
}

/// Each commit: its row, where in it, its first position, and the fields of fixed place.
std::string commits() {
  return "at_commit(first, at, position) AS ("
         "SELECT first, 0, first FROM log UNION ALL "
         "SELECT log.first, at + " +
         u32("at + 4") + ", position + max(1, " + u32("at + 40") +
         ") "
         "FROM at_commit JOIN log USING (first), alphabet WHERE at + " +
         u32("at + 4") +
         " < length(commits)), "
         "head AS (SELECT first, at, position, commits, " +
         u32("at + 8") + " AS header_length, " + u16("at + 12") +
         " AS flags, substr(commits, at + 17, 16) AS command_id, " + i64("at + 32") + " AS recorded, " +
         u32("at + 40") + " AS events, " + u32("at + 44") +
         " AS tenant "
         "FROM at_commit JOIN log USING (first), alphabet)";
}

/// Steps over the optional fields of a commit, one column each, to where its streams begin.
std::string fields() {
  const auto sized = [](const char* flag, const char* from, const std::string& length_at, const char* fixed) {
    return std::string(from) + " + iif(flags & " + flag + ", " + fixed + " + " + u32(length_at) + ", 0)";
  };
  return "actor_at AS (SELECT *, at + 48 + 16 * (flags & 1) + 8 * (flags & 2) AS actor_at FROM head), "
         "trace_at AS (SELECT *, " +
         sized("4", "actor_at", "actor_at", "4") +
         " AS trace_at FROM actor_at, alphabet), "
         "open_at AS (SELECT *, " +
         sized("8", "trace_at", "trace_at", "4") +
         " AS open_at FROM trace_at, alphabet), "
         "command_at AS (SELECT *, " +
         sized("16", "open_at", "open_at", "4") +
         " AS command_at FROM open_at, alphabet), "
         "parts_at AS (SELECT *, " +
         sized("32", "command_at", "command_at + 16", "20") +
         " + iif(flags & 64, 8, 0) AS parts_at FROM command_at, alphabet)";
}

std::string shared_columns() {
  return uuid_text("command_id") +
         " AS command_id, "
         "strftime('%Y-%m-%dT%H:%M:%fZ', recorded / 1000000000.0, 'unixepoch') AS recorded, "
         "iif(flags & 4, CAST(substr(commits, actor_at + 5, trace_at - actor_at - 4) AS TEXT), '') AS actor";
}

/// Walks over the events of a commit: with `left_in_part` 0 to its next stream, otherwise to the next event.
std::string walk() {
  const std::string next_part = "part_at + 20 + " + u32("part_at + 16");
  return "walk(first, at, position, part_at, left_in_part, version, frame_at, left) AS ("
         "SELECT first, at, position, parts_at, " +
         u32("parts_at + 4") + ", " + i64("parts_at + 8") +
         " + 1, "
         "at + header_length, events FROM parts_at, alphabet WHERE events > 0 UNION ALL "
         "SELECT log.first, at, position, " +
         next_part + ", " + u32("(" + next_part + ") + 4") + ", " + i64("(" + next_part + ") + 8") +
         " + 1, frame_at, left "
         "FROM walk JOIN log USING (first), alphabet WHERE left_in_part = 0 AND left > 0 UNION ALL "
         "SELECT log.first, at, position + 1, part_at, left_in_part - 1, version + 1, frame_at + 16 + " +
         u32("frame_at + 4") + " + " + u32("frame_at + 8") +
         ", left - 1 "
         "FROM walk JOIN log USING (first), alphabet WHERE left_in_part > 0 AND left > 1)";
}

std::string event_view() {
  return "CREATE VIEW event AS WITH RECURSIVE " + alphabet() + ", " + commits() + ", " + fields() + ", " + walk() +
         ", frame AS (SELECT walk.position, walk.version, parts_at.*, " + u32("part_at") +
         " AS category, "
         "substr(commits, part_at + 21, " +
         u32("part_at + 16") + ") AS key, " + u32("frame_at + 12") +
         " AS type, "
         "substr(commits, frame_at + 17 + " +
         u32("frame_at + 8") + ", " + u32("frame_at + 4") +
         ") AS body "
         "FROM walk JOIN parts_at USING (first, at), alphabet WHERE left_in_part > 0) "
         "SELECT frame.position, tenant_name.text AS tenant, category_name.text AS category, "
         "iif(length(key) = 16, " +
         uuid_text("key") +
         ", CAST(key AS TEXT)) AS key, "
         "frame.version, type_name.text AS type, type_name.version AS layout_version, " +
         shared_columns() +
         ", body "
         "FROM frame JOIN name AS category_name ON category_name.number = category "
         "JOIN name AS type_name ON type_name.number = type "
         "LEFT JOIN name AS tenant_name ON tenant_name.number = tenant;\n";
}

std::string command_view() {
  return "CREATE VIEW command_log AS WITH RECURSIVE " + alphabet() + ", " + commits() + ", " + fields() +
         " SELECT position, events, " + shared_columns() +
         ", "
         "substr(commits, command_at + 21, " +
         u32("command_at + 16") +
         ") AS result "
         "FROM parts_at, alphabet WHERE flags & 32;\n";
}

}  // namespace

std::string create_views() { return event_view() + command_view(); }

}  // namespace cqrs::sqlite
