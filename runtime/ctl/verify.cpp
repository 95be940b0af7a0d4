#include <ostream>

#include <cqrs/json.hpp>

#include "commands.hpp"
#include "display.hpp"
#include "open_store.hpp"
#include "verify_log.hpp"
#include "verify_rows.hpp"

namespace cqrs::ctl {
namespace {

struct Verified {
  LogFigures log;
  std::vector<RowFigures> rows;
  Findings findings;
};

std::string counted(std::uint64_t count, const std::string& one, const std::string& many) {
  return std::to_string(count) + " " + (count == 1 ? one : many);
}

void write_text(const Verified& verified, const Run& run) {
  auto& out = run.console.out;
  for (const auto& finding : verified.findings.kept()) out << finding.kind << ": " << printable(finding.text) << "\n";
  const auto more = verified.findings.count() - verified.findings.kept().size();
  if (more > 0) out << "… and " << more << " more\n";
  const auto& log = verified.log;
  out << counted(log.commits, "commit", "commits") << ", " << counted(log.events, "event", "events") << ", "
      << counted(log.streams, "stream", "streams") << ", " << counted(log.commands, "command", "commands");
  if (!run.domain.aggregates.empty()) out << "; " << counted(log.decoded, "event", "events") << " decoded";
  out << "\n";
  for (const auto& one : verified.rows) {
    out << one.projection << ": ";
    if (!one.not_compared.empty()) {
      out << "not compared: " << one.not_compared << "\n";
      continue;
    }
    out << counted(one.rows, "row", "rows") << " of " << counted(one.events, "event", "events");
    if (one.waiting > 0) out << "; " << counted(one.waiting, "dead letter waits", "dead letters wait");
    if (one.discarded > 0) out << "; " << counted(one.discarded, "row is", "rows are") << " without discarded events";
    out << "\n";
  }
  if (verified.findings.count() == 0) {
    out << "Everything is as it was written.\n";
  } else {
    out << counted(verified.findings.count(), "finding", "findings") << ".\n";
  }
}

void write_json(const Verified& verified, const Run& run) {
  std::string text;
  JsonWriter out(text);
  const auto number = [&](std::string_view name, std::uint64_t value) {
    out.key(name);
    out.number(value);
    out.comma();
  };
  out.open('{');
  number("commits", verified.log.commits);
  number("events", verified.log.events);
  number("streams", verified.log.streams);
  number("commands", verified.log.commands);
  if (!run.domain.aggregates.empty()) number("decoded", verified.log.decoded);
  if (!verified.rows.empty()) {
    out.key("projections");
    out.open('[');
    for (const auto& one : verified.rows) {
      out.open('{');
      out.key("name");
      out.text(one.projection);
      out.comma();
      if (one.not_compared.empty()) {
        number("rows", one.rows);
        number("events", one.events);
        number("waiting", one.waiting);
        number("discarded", one.discarded);
      } else {
        out.key("not_compared");
        out.text(one.not_compared);
      }
      out.close('}');
      out.comma();
    }
    out.close(']');
    out.comma();
  }
  number("found", verified.findings.count());
  out.key("findings");
  out.open('[');
  for (const auto& finding : verified.findings.kept()) {
    out.open('{');
    out.key("kind");
    out.text(finding.kind);
    out.comma();
    out.key("text");
    out.text(finding.text);
    out.close('}');
    out.comma();
  }
  out.close(']');
  out.close('}');
  run.console.out << text << "\n";
}

}  // namespace

ExitCode run_verify(const VerifyCommand& command, const Run& run) {
  Verified verified;
  const auto store = open_to_read(command.store);
  if (!store && store.error().code != ErrorCode::corruption) return report(run, store.error());
  if (!store) {
    verified.findings.add("damage", store.error().text);
  } else {
    const Decoder decoder(run.domain);
    auto log = verify_log(**store, decoder, verified.findings);
    if (!log && log.error().code != ErrorCode::corruption) return report(run, log.error());
    if (log) {
      verified.log = *log;
    } else {
      verified.findings.add("damage", log.error().text + ". What stands behind it was not looked at");
    }
    if (!run.domain.projections.empty()) {
      auto rows = verify_rows(**store, run.domain, verified.findings);
      if (!rows && rows.error().code != ErrorCode::corruption) return report(run, rows.error());
      if (rows) {
        verified.rows = *std::move(rows);
      } else {
        verified.findings.add("damage", "rows cannot be folded: " + rows.error().text);
      }
    }
  }
  if (command.json) {
    write_json(verified, run);
  } else {
    write_text(verified, run);
  }
  return verified.findings.count() == 0 ? ExitCode::done : ExitCode::found;
}

}  // namespace cqrs::ctl
