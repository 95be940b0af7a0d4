#include "driver/command_line.hpp"

#include <map>
#include <ostream>

#include <CLI/CLI.hpp>

namespace cqrsc::driver {
namespace {

const std::map<std::string, Format>& formats() {
  static const std::map<std::string, Format> names = {
      {"text", Format::text}, {"json", Format::json}, {"sarif", Format::sarif}, {"github", Format::github}};
  return names;
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> parts;
  std::string part;
  for (const char c : text + ";") {
    if (c != ';') {
      part += c;
    } else if (!part.empty()) {
      parts.push_back(std::move(part));
      part.clear();
    }
  }
  return parts;
}

/// The qualified name of a C++ type; what goes into generated text is nothing else.
std::string struct_name_error(const std::string& name) {
  bool begins = true;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name.compare(i, 2, "::") == 0 && !begins) {
      ++i;
      begins = true;
      continue;
    }
    const bool letter = std::isalpha(static_cast<unsigned char>(name[i])) != 0 || name[i] == '_';
    if (!letter && (begins || std::isdigit(static_cast<unsigned char>(name[i])) == 0))
      return "not the name of a struct: " + name;
    begins = false;
  }
  return begins ? "not the name of a struct: " + name : "";
}

std::string header_error(const std::string& header) {
  const bool plain = !header.empty() && header.find_first_of("<>\"\n\r\\") == std::string::npos;
  return plain ? "" : "not the path of a header: " + header;
}

/// Everything the options write into, while CLI11 reads the command line.
struct Options {
  Format format = Format::text;
  BuildCommand build;
  CheckCommand check;
  FormatCommand fmt;
  ExplainCommand explain;
  std::vector<std::string> logic;
  std::string expected;
};

void add_format(CLI::App& command, Options& options) {
  command.add_option("--format", options.format, "How findings are written: text, json, sarif or github")
      ->transform(CLI::CheckedTransformer(formats(), CLI::ignore_case))
      ->type_name("FORMAT")
      ->option_text("FORMAT");
}

void add_sources(CLI::App& command, std::vector<std::string>& files, std::vector<std::string>& imports) {
  command.add_option("files", files, "All files of one context")->required()->type_name("")->option_text("FILES...");
  command
      .add_option("--import", imports,
                  "A file, or a directory of files, of contexts that are imported; what lies beside the given files is "
                  "found by itself")
      ->type_name("FILE|DIR")
      ->allow_extra_args(false);
}

CLI::App* add_build(CLI::App& app, Options& options) {
  CLI::App* build = app.add_subcommand("build", "Check, then write C++");
  add_sources(*build, options.build.files, options.build.imports);
  build->add_option("--out", options.build.out, "The directory the C++ goes to")->required()->type_name("DIR");
  build->add_option("--test-out", options.build.test_out, "The directory the tests of the domain go to")
      ->type_name("DIR");
  build->add_option("--depfile", options.build.depfile, "Write what the output depends on, for Make and Ninja")
      ->type_name("FILE");
  build
      ->add_option("--stamp", options.build.stamp,
                   "Touch this file after every run that went well; the dependency file is about it then")
      ->type_name("FILE");
  build
      ->add_option("--logic", options.logic,
                   "The header and the struct that hold the domain's C++ functions; for --test-out")
      ->expected(2)
      ->type_name("HEADER STRUCT");
  build
      ->add_option("--templates", options.build.templates,
                   "Templates that take the place of built-in ones of the same name")
      ->type_name("DIR");
  build
      ->add_option("--expect-outputs", options.expected,
                   "Fail unless exactly these files are the output; separated by semicolons")
      ->type_name("LIST");
  add_format(*build, options);
  return build;
}

CLI::App* add_fmt(CLI::App& app, Options& options) {
  CLI::App* fmt = app.add_subcommand("fmt", "Lay sources out in the one way there is");
  fmt->add_option("files", options.fmt.files, "Files to rewrite")->required()->type_name("")->option_text("FILES...");
  fmt->add_flag("--check", options.fmt.check, "Change nothing; fail if something would change");
  fmt->add_flag("--diff", options.fmt.diff, "Change nothing; show what would change");
  add_format(*fmt, options);
  return fmt;
}

std::string usage_error(const Options& options, bool logic_given) {
  if (!logic_given) return "";
  const std::string header = header_error(options.logic[0]);
  return header.empty() ? struct_name_error(options.logic[1]) : header;
}

/// In the place of the library's "files is required".
std::string what_is_missing(const std::string& command, std::string_view error) {
  const bool out = error.find("--out") != std::string_view::npos;
  const std::string operands = command == "explain" ? " CODE" : " FILES...";
  return "cqrsc " + command + (out ? ": say where the C++ goes" : ": say what to work on") + ": cqrsc " + command +
         operands + (out ? " --out DIR" : "") + "\nRun cqrsc " + command + " --help for more information.\n";
}

}  // namespace

std::variant<CommandLine, ExitCode> parse_command_line(const std::vector<std::string>& arguments, std::ostream& out,
                                                       std::ostream& err) {
  Options options;
  CLI::App app("cqrsc " CQRSC_VERSION ": a compiler from .cqrs domain files to C++20", "cqrsc");
  app.set_version_flag("--version", "cqrsc " CQRSC_VERSION);
  app.require_subcommand(1);
  app.footer("Ends with 0: clean, 1: findings, 2: usage, 3: input or output, 4: a bug of cqrsc.");
  CLI::App* build = add_build(app, options);
  CLI::App* check = app.add_subcommand("check", "Report everything that is wrong; write nothing");
  add_sources(*check, options.check.files, options.check.imports);
  add_format(*check, options);
  CLI::App* fmt = add_fmt(app, options);
  CLI::App* explain = app.add_subcommand("explain", "Tell what a code such as CQ0123 means");
  explain->add_option("code", options.explain.code, "The code")->required()->type_name("")->option_text("CODE");
  app.add_subcommand("rules", "List everything that can be reported");

  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ParseError& error) {
    if (error.get_name() == "RequiredError" && app.get_subcommands().size() == 1) {
      err << what_is_missing(app.get_subcommands().front()->get_name(), error.what());
      return ExitCode::usage;
    }
    const int code = app.exit(error, out, err);
    return code == 0 ? ExitCode::clean : ExitCode::usage;
  }
  const std::string wrong = usage_error(options, !options.logic.empty());
  if (!wrong.empty()) {
    err << wrong << "\nRun with --help for more information.\n";
    return ExitCode::usage;
  }
  if (!options.logic.empty()) options.build.logic = Logic{options.logic[0], options.logic[1]};
  if (build->count("--expect-outputs") != 0) options.build.expected_outputs = split(options.expected);

  CommandLine line;
  line.format = options.format;
  if (build->parsed()) {
    line.command = std::move(options.build);
  } else if (check->parsed()) {
    line.command = std::move(options.check);
  } else if (fmt->parsed()) {
    line.command = std::move(options.fmt);
  } else if (explain->parsed()) {
    line.command = std::move(options.explain);
  } else {
    line.command = RulesCommand{};
  }
  return line;
}

}  // namespace cqrsc::driver
