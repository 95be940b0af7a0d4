#include "open_store.hpp"

#include <cctype>
#include <filesystem>
#include <ostream>
#include <system_error>

namespace cqrs::ctl {
namespace {

/// "postgres" of "postgres://…"; empty: it is a path.
std::string_view scheme_of(std::string_view url) {
  const auto colon = url.find(':');
  if (colon == std::string_view::npos || colon < 2) return {};
  const auto scheme = url.substr(0, colon);
  for (const char c : scheme) {
    const auto letter = static_cast<unsigned char>(c);
    if (std::isalnum(letter) == 0 && c != '+' && c != '-' && c != '.') return {};
  }
  return scheme;
}

}  // namespace

Result<std::string> path_of(std::string_view url) {
  const auto scheme = scheme_of(url);
  std::error_code ignored;
  if (scheme.empty() || std::filesystem::exists(std::filesystem::path(url), ignored)) return std::string(url);
  if (scheme == "sqlite") {
    url.remove_prefix(scheme.size() + 1);
    if (url.starts_with("//")) url.remove_prefix(2);
    return std::string(url);
  }
  return fail(ErrorCode::invalid_argument, "there is no engine for \"" + std::string(scheme) +
                                               ":\" here; this tool opens SQLite stores: write sqlite:FILE, or the "
                                               "path of the file");
}

Result<std::unique_ptr<sqlite::SqliteStore>> open_to_read(std::string_view url) {
  const auto path = path_of(url);
  if (!path) return unexpected(path.error());
  auto store = sqlite::open(*path, {.access = sqlite::Access::read_only});
  if (!store && store.error().code == ErrorCode::not_found) {
    return fail(ErrorCode::unavailable, store.error().text);  // what is not found is looked for in a store
  }
  return store;
}

ExitCode report(const Run& run, const Error& error) {
  run.console.err << run.program() << ": " << error.text << "\n";
  switch (error.code) {
    case ErrorCode::invalid_argument:
    case ErrorCode::unsupported: return ExitCode::usage;
    case ErrorCode::conflict:
    case ErrorCode::not_found:
    case ErrorCode::behind: return ExitCode::found;
    default: return ExitCode::input_output;
  }
}

ExitCode report_no_domain(const Run& run, std::string_view what) {
  run.console.err << run.program() << ": " << what
                  << " needs to know the domain. Build the domain's own tool, with CTL in "
                     "cqrs_add_domain(bank … CTL), and call it: bank-ctl\n";
  return ExitCode::usage;
}

}  // namespace cqrs::ctl
