"""What kind of answer a question asks for."""

import pytest

from qa.question.answer_type import expected_answer

ASKED = {
    "en": """
page
    On which page does the annex begin?
    On what page is the references list?
    Page of section 3?
    What page does footnote 4 cite?
share
    What percentage of the costs is paid back?
    By how much did exports fall?
    What is the unemployment rate?
    What share of the budget comes from the regions?
    How many percent of firms belong to a cluster?
amount
    How much money is set aside for the seal?
    What is the overall budget of the plan?
    How much does the state pay for each firm?
    How large is the annual budget?
    How much funding does the agency hand out?
    What is the maximum amount of a grant?
    What does the programme cost?
number
    How many clusters are there?
    What is the number of member firms?
    How often has the programme been renewed?
    How many employees does the agency have?
    What is the population of the country?
date
    When was the pact signed?
    In which year did the policy start?
    What is the ending year of the plan?
    Until when does the programme run?
    Since when has the seal existed?
    How long does the funding last?
    In what month was it presented?
    What is the starting year?
reason
    Why was the fund closed?
    For what reason did the survey end?
    How come the label was dropped?
    What is the reason for the delay?
    What led to the end of the programme?
person
    Who is the minister of economy?
    What is the name of the director?
    Who was the head of the agency?
    Who heads the directorate?
    Which governor signed the plan?
    Which minister presented it?
organisation
    Who pays for the clusters?
    Which ministry is in charge?
    Which body drafted the plan?
    Who carried out the evaluation?
    By whom was the report written?
    Which agency awards the seal?
    Which university made the study?
place
    Where is the agency based?
    In which city is the seat?
    In which region was it tried first?
definition
    What is the Prism voucher?
    What are the Mixed Funds?
    What does the abbreviation STI mean?
    What does MSME stand for?
    What is meant by frontier research?
list
    Which sectors are funded?
    What are the objectives of the plan?
    List the beneficiaries.
    Name all pillars of the strategy.
    What types of support are offered?
    Who are the beneficiaries of the policy?
yes_no
    Is there a national policy?
    Does the plan have an end?
    Has the pact been evaluated?
    Can large firms take part?
    Are NGOs eligible?
    The policy has been evaluated, hasn't it?
any
    How is the focus of the policy described?
    Is the period limited or unlimited?
    budget annual national policy
    How does the agency choose the clusters?
""",
    "es": """
page
    ¿En qué página empieza el anexo?
    ¿Qué página cita la nota 4?
share
    ¿Qué porcentaje de los costes se devuelve?
    ¿Cuál es la tasa de desempleo?
    ¿En cuánto cayeron las exportaciones?
    ¿Qué parte del presupuesto viene de las regiones?
amount
    ¿Cuánto dinero se destina al sello?
    ¿Cuál es el presupuesto total del plan?
    ¿A cuánto asciende el presupuesto anual?
    ¿Cuánto paga el estado por cada empresa?
    ¿Cuál es el importe máximo de la subvención?
    ¿Cuánto cuesta el programa?
    ¿De cuánto es el presupuesto global?
number
    ¿Cuántos clústeres hay?
    ¿Cuál es el número de empresas miembro?
    ¿Cuántas personas trabajan en la agencia?
    ¿Cuántas veces se ha renovado?
date
    ¿Cuándo se firmó el pacto?
    ¿En qué año empezó la política?
    ¿Cuál es el año de finalización?
    ¿Hasta cuándo dura el programa?
    ¿Desde cuándo existe el sello?
    ¿Cuánto tiempo dura la ayuda?
    ¿En qué mes se presentó?
reason
    ¿Por qué se cerró el fondo?
    ¿Cuál es el motivo del retraso?
    ¿A qué se debe la caída?
    ¿Por qué razón terminó la encuesta?
person
    ¿Quién es el ministro de Economía?
    ¿Cómo se llama la directora de la agencia?
organisation
    ¿Quién paga los clústeres?
    ¿Qué ministerio es responsable?
    ¿Qué organismo elaboró el plan?
    ¿Quiénes evaluaron el programa?
    ¿Por quién fue escrito el informe?
place
    ¿Dónde tiene su sede la agencia?
    ¿En qué ciudad está la sede?
definition
    ¿Qué es el vale Prism?
    ¿Qué son los Fondos Mixtos?
    ¿Qué significa la sigla STI?
    ¿Qué se entiende por investigación de frontera?
list
    ¿Qué sectores se financian?
    ¿Cuáles son los objetivos del plan?
    Enumera los beneficiarios.
    ¿Quiénes son los beneficiarios de la política?
yes_no
    ¿Hay una política nacional?
    ¿Tiene fin el plan?
    ¿Se ha evaluado el pacto?
    ¿Pueden participar las grandes empresas?
any
    ¿Cómo se clasifica el enfoque de la política?
    ¿Es limitado o ilimitado el período?
    ¿De dónde vienen los fondos?
""",
    "fr": """
page
    À quelle page commence l'annexe ?
    Quelle page cite la note 4 ?
share
    Quel pourcentage des coûts est remboursé ?
    Quel est le taux de chômage ?
    De combien les exportations ont-elles baissé ?
    Quelle part du budget vient des régions ?
amount
    Combien d'argent est prévu pour le label ?
    Quel est le budget total du plan ?
    À combien s'élève le budget annuel ?
    Quel est le montant maximal de la subvention ?
    Combien coûte le programme ?
number
    Combien de clusters y a-t-il ?
    Quel est le nombre d'entreprises membres ?
    Combien de personnes travaillent à l'agence ?
date
    Quand le pacte a-t-il été signé ?
    En quelle année la politique a-t-elle commencé ?
    Quelle est l'année de fin ?
    Jusqu'à quand court le programme ?
    Depuis quand le label existe-t-il ?
    Combien de temps dure l'aide ?
    Quel mois a-t-elle été présentée ?
reason
    Pourquoi le fonds a-t-il été fermé ?
    Pour quelle raison l'enquête a-t-elle pris fin ?
    Quelle est la raison du retard ?
person
    Qui est le ministre de l'Économie ?
    Comment s'appelle la directrice de l'agence ?
organisation
    Qui paie les clusters ?
    Quel ministère est responsable ?
    Quel organisme a élaboré le plan ?
    Par qui le rapport a-t-il été écrit ?
place
    Où se trouve l'agence ?
    Dans quelle ville est le siège ?
definition
    Qu'est-ce que le bon Prism ?
    Que sont les Fonds Mixtes ?
    Que signifie le sigle STI ?
    Qu'entend-on par recherche de frontière ?
list
    Quels secteurs sont financés ?
    Quels sont les objectifs du plan ?
    Énumère les bénéficiaires.
    Quelles sont les priorités ?
yes_no
    Existe-t-il une politique nationale ?
    Est-ce que le plan a une fin ?
    Le pacte a-t-il été évalué ?
    Y a-t-il une évaluation ?
any
    Comment l'orientation de la politique est-elle classée ?
    La période est-elle limitée ou illimitée ?
    D'où viennent les fonds ?
""",
    "de": """
page
    Auf welcher Seite beginnt der Anhang?
    Welche Seite zitiert Fußnote 4?
share
    Wie viel Prozent der Kosten werden erstattet?
    Wie hoch ist die Arbeitslosenquote?
    Um wie viel sanken die Ausfuhren?
    Welcher Anteil des Budgets kommt von den Regionen?
amount
    Wie viel Geld ist für das Siegel vorgesehen?
    Wie hoch ist das Gesamtbudget des Plans?
    Welches Budget hat der Plan?
    Wie viel kostet das Programm?
    Welcher Betrag wird höchstens gezahlt?
    Was kostet das Programm?
    Wie viele Mittel stehen bereit?
number
    Wie viele Cluster gibt es?
    Wie groß ist die Zahl der Mitgliedsunternehmen?
    Wie viele Personen arbeiten dort?
    Wie oft wurde es verlängert?
date
    Wann wurde der Pakt unterzeichnet?
    In welchem Jahr begann die Politik?
    Was ist das Endjahr?
    Bis wann läuft das Programm?
    Seit wann gibt es das Siegel?
    Wie lange dauert die Förderung?
    In welchem Monat wurde er vorgestellt?
reason
    Warum wurde der Fonds geschlossen?
    Aus welchem Grund endete die Umfrage?
    Was ist der Grund für die Verzögerung?
    Weswegen wurde das Siegel entzogen?
person
    Wer ist der Wirtschaftsminister?
    Wie heißt die Leiterin der Stiftung?
organisation
    Wer bezahlt die Cluster?
    Welches Ministerium ist zuständig?
    Welche Behörde hat den Plan verfasst?
    Von wem stammt der Bericht?
    Durch wen wurde die Bewertung durchgeführt?
place
    Wo hat die Agentur ihren Sitz?
    In welcher Stadt ist der Sitz?
definition
    Was ist der Prism-Gutschein?
    Was sind die Mixed Funds?
    Was bedeutet die Abkürzung STI?
    Wofür steht STI?
    Was versteht man unter Grundlagenforschung?
list
    Welche Branchen werden gefördert?
    Was sind die Ziele des Plans?
    Nenne die Begünstigten.
    Wer sind die Begünstigten der Politik?
yes_no
    Gibt es eine nationale Politik?
    Hat der Plan ein Ende?
    Wurde der Pakt bewertet?
    Dürfen große Unternehmen teilnehmen?
any
    Wie ist der Schwerpunkt eingestuft?
    Ist der Zeitraum begrenzt oder unbegrenzt?
    Woher kommt das Geld?
""",
}
"""Questions by language, each below the kind of answer that it asks for."""


@pytest.mark.parametrize("language", ASKED)
def test_the_kind_of_answer_is_told_from_the_question(language: str) -> None:
    wrong = []
    for line in ASKED[language].strip().splitlines():
        if not line.startswith(" "):
            kind = line
        elif expected_answer(line.strip(), language) != kind:
            wrong.append(f"{line.strip()} is no {expected_answer(line.strip(), language)} but {kind}")
    assert not wrong
