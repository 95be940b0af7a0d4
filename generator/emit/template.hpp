#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "plan/data.hpp"

namespace cqrsc::emit {

/// What is wrong with a template or with what it asks for, and where.
struct TemplateError {
  std::string template_name;
  int line = 0;  // from 1
  std::string message;

  /// `file_types:12: there is no name "x" here`
  [[nodiscard]] std::string to_text() const;
};
using TemplateErrors = std::vector<TemplateError>;

/// A parsed template: text laid out around names.
///
///     {{name}} {{a.b}} {{.}}    text; alone on its line, every line of it gets the line's indentation, and
///                               when it is empty the line goes too
///     {{#name}} … {{/name}}     once for each item of a list; once for a record, set flag or some text
///     {{^name}} … {{/name}}     when that would render nothing
///     {{@first}} {{@last}}      flags: where we are in the innermost list
///     {{>partial}}              another template; alone on its line, indented as that line
///     {{! words}}               nothing
///     {{~name~}}                takes the white space, line breaks too, on that side with it
///
/// A line that holds nothing but section tags and comments leaves no trace. There is no escaping: what is text is
/// final. A name that is not there is an error, never nothing.
class Template {
 public:
  struct Piece {
    enum class Kind { text, name, section, inverted, partial };
    Kind kind = Kind::text;
    int line = 0;
    std::string text;    // the text itself, or the name
    std::string indent;  // of a name or partial alone on its line
    bool alone = false;
    std::vector<Piece> inner;
  };

  static std::optional<Template> parse(std::string name, std::string_view source, TemplateErrors& errors);

  [[nodiscard]] const std::string& name() const { return name_; }
  [[nodiscard]] const std::vector<Piece>& pieces() const { return pieces_; }

 private:
  std::string name_;
  std::vector<Piece> pieces_;
};

/// All templates by name; partials are found among them.
class TemplateSet {
 public:
  /// Adds or replaces.
  bool add(std::string name, std::string_view source, TemplateErrors& errors);
  [[nodiscard]] const Template* find(std::string_view name) const;
  [[nodiscard]] bool contains(std::string_view name) const { return find(name) != nullptr; }

  /// Nothing when there was an error.
  [[nodiscard]] std::optional<std::string> render(std::string_view name, const plan::Data& data,
                                                  TemplateErrors& errors) const;

 private:
  std::map<std::string, Template, std::less<>> templates_;
};

}  // namespace cqrsc::emit
