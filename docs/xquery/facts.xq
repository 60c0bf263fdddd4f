(: The figures of an indicator, one a line: year, agency, value, what the report printed.
   A figure of an earlier or later form has another code: docs/crosswalk.md.
   variables: db; indicator, a code of docs/facts.md; applicant, total or another, "" where the form has no kinds;
   from and to, the first and last year reported :)
declare namespace g = "urn:gaixml:report:1";
declare namespace output = "http://www.w3.org/2010/xslt-xquery-serialization";
declare option output:method "text";
declare option output:item-separator "&#10;";
declare variable $db external := "gaixml";
declare variable $indicator external;
declare variable $applicant external := "";
declare variable $from external := "1000";
declare variable $to external := "2999";

for $report in collection($db)/g:report[g:metadata/g:year[. ge string($from) and . le string($to)]]
for $fact in $report/g:facts/g:fact[@indicator = $indicator and string(@applicant) = $applicant]
order by string($report/g:metadata/g:year), string($report/g:metadata/g:agency)
return string-join(
  (
    normalize-space($report/g:metadata/g:year),
    normalize-space($report/g:metadata/g:agency),
    string($fact/@value),
    normalize-space($fact/@printed)
  ),
  "&#9;"
)
