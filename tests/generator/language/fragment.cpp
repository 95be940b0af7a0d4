#include "fragment.hpp"

#include <algorithm>
#include <regex>
#include <set>
#include <sstream>

namespace cqrsc {
namespace {

/// A fragment, taken apart at the lines that begin at the margin.
class Fragment {
 public:
  explicit Fragment(const std::string& text) {
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) add(line);
  }

  [[nodiscard]] std::string whole() const {
    std::string text = "context example\nid AccountId\n" + top_ + "aggregate Account by AccountId {\n";
    if (!has_state_) text += "state { owner: string }\n";
    text += members_;
    for (const std::string& event : events_)
      if (applied_.count(event) == 0) text += "ignore " + event + "\n";
    if (has_command_ && !creates_) text += "event Begun v1 { }\ncommand Begin creates { emit Begun }\nignore Begun\n";
    return text + "}\n";
  }

 private:
  void add(const std::string& line) {
    static const std::set<std::string> kTop{"id",     "enum",     "value",      "union", "error",
                                            "extern", "scenario", "projection", "query"};
    const std::string word = line.substr(0, line.find(' '));
    if (word.starts_with("//")) {
      comments_ += line + "\n";
      return;
    }
    const bool begins = !word.empty() && word != "}";
    if (begins) is_top_ = kTop.count(word) != 0;
    if (word == "state") has_state_ = true;
    if (word == "event" || line.rfind("public event ", 0) == 0) events_.insert(second_name(line));
    if (word == "on" || word == "ignore") applied_.insert(second_name(line));
    if (word == "command") {
      has_command_ = true;
      creates_ =
          creates_ || line.find(" creates ") != std::string::npos || line.find(" may create ") != std::string::npos;
    }
    (is_top_ ? top_ : members_) += comments_ + line + "\n";
    comments_.clear();
  }

  /// `event Opened v1 {`: Opened.
  static std::string second_name(const std::string& line) {
    std::istringstream words(line);
    std::string word;
    while (words >> word && (word == "public" || word == "event" || word == "on" || word == "ignore")) {
    }
    return word;
  }

  std::string top_;
  std::string members_;
  std::string comments_;  ///< they belong to what follows
  std::set<std::string> events_;
  std::set<std::string> applied_;
  bool is_top_ = false;
  bool has_state_ = false;
  bool has_command_ = false;
  bool creates_ = false;
};

}  // namespace

bool is_file(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  while (std::getline(lines, line) && (line.empty() || line.starts_with("//"))) {
  }
  return line.starts_with("context ");
}

std::string file_of(const std::string& fragment) { return is_file(fragment) ? fragment : Fragment(fragment).whole(); }

std::string file_of_expressions(const std::string& frame, const std::string& lines) {
  static const std::regex kField("[a-z][A-Za-z]*: .*");
  std::string text = frame + "error Wrong\nevent Tried v1 { }\n";
  std::string names;
  std::string scenarios;
  std::istringstream in(lines);
  std::size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    if (line.empty()) continue;
    if (line.starts_with("let ") || std::regex_match(line, kField)) {
      names += "  " + line + "\n";
      continue;
    }
    const std::string command = "Try" + std::to_string(++number);
    text += "command " + command + " may create {\n" + names + "  require (" + line.substr(0, line.find("  //")) +
            ") else Wrong\n  emit Tried\n}\n";
    std::ranges::replace(line, '"', '\'');
    std::ranges::replace(line, '\\', '/');
    scenarios += "scenario \"" + std::to_string(number) + ": " + line + "\" for Account {\n  when " + command +
                 " { }\n  then Tried { }\n}\n";
  }
  return file_of(text + scenarios);
}

}  // namespace cqrsc
